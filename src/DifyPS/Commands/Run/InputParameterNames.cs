using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using DifyPS.Bindings.Registry;

namespace DifyPS.Commands;

/// <summary>Which input variables can be parameters of a cmdlet; the others are for -Inputs.</summary>
internal static class InputParameterNames
{
    // PowerShell does not tell the aliases of its common parameters.
    private static readonly string[] CommonAliases =
    {
        "vb", "db", "ea", "wa", "infa", "proga", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf",
    };

    private static readonly ConcurrentDictionary<Type, string[]> Own = new();

    /// <summary>
    /// Those with a name that can be typed behind a dash, and that PowerShell would not take for one of the cmdlet's own parameters,
    /// or for the beginning of one. Names that differ in nothing but case cannot be told apart, so neither is one.
    /// </summary>
    public static IEnumerable<DeclaredInput> Usable(Type cmdlet, IReadOnlyList<DeclaredInput> variables)
    {
        var own = Own.GetOrAdd(cmdlet, Find);
        return variables
            .Where(variable => IsName(variable.Variable) && !IsOptional(variable.Variable))
            .Where(variable => !own.Any(name => IsBeginning(variable.Variable, name)))
            .GroupBy(variable => variable.Variable, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() == 1)
            .Select(group => group.First());
    }

    private static string[] Find(Type cmdlet) => cmdlet
        .GetProperties()
        .Where(one => one.IsDefined(typeof(ParameterAttribute), inherit: true))
        .SelectMany(one =>
            one.GetCustomAttributes<AliasAttribute>(inherit: true).SelectMany(alias => alias.AliasNames).Concat(new[] { one.Name })
        )
        .Concat(Cmdlet.CommonParameters)
        .Concat(CommonAliases)
        .ToArray();

    private static bool IsName(string name) =>
        name.Length > 0
        && (char.IsLetter(name[0]) || name[0] == '_')
        && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-');

    private static bool IsBeginning(string variable, string own) => own.StartsWith(variable, StringComparison.OrdinalIgnoreCase);

    // These cmdlets have no -WhatIf; whoever types it does not mean a variable.
    private static bool IsOptional(string variable) => Cmdlet.OptionalCommonParameters.Contains(variable, StringComparer.OrdinalIgnoreCase);
}
