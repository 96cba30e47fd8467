using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;

namespace DifyPS.Pipeline;

/// <summary>
/// Says which apps and which kind of key a cmdlet is for. The check before anything is sent asks it, Tab when it offers names, and
/// the tests of cmdlets and help pages.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class WorksWithAttribute : Attribute
{
    private static readonly Lazy<ILookup<string, WorksWithAttribute>> ByCommand = new(() =>
        typeof(WorksWithAttribute)
            .Assembly.GetTypes()
            .Select(type =>
                (Cmdlet: type.GetCustomAttribute<CmdletAttribute>(false), Scopes: type.GetCustomAttributes<WorksWithAttribute>(false))
            )
            .Where(one => one.Cmdlet is not null)
            .SelectMany(one => one.Scopes.Select(scope => (Name: $"{one.Cmdlet!.VerbName}-{one.Cmdlet.NounName}", Scope: scope)))
            .ToLookup(one => one.Name, one => one.Scope, StringComparer.OrdinalIgnoreCase)
    );

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<WorksWithAttribute>> ByType = new();

    public WorksWithAttribute(AppScope scope) => Scope = scope;

    public AppScope Scope { get; }

    /// <summary>The parameter set that this is about; all that have no attribute of their own when missing.</summary>
    public string? ParameterSetName { get; set; }

    /// <summary>The modes of the apps; null for every mode.</summary>
    public string[]? Modes => ModeGuard.ModesOf(Scope);

    /// <summary>What a cmdlet says for one of its parameter sets; null when it is for no apps at all.</summary>
    public static WorksWithAttribute? Of(Type cmdlet, string parameterSet)
    {
        var scopes = ByType.GetOrAdd(cmdlet, static type => type.GetCustomAttributes<WorksWithAttribute>(false).ToList());
        return scopes.FirstOrDefault(one => one.ParameterSetName == parameterSet)
            ?? scopes.FirstOrDefault(one => one.ParameterSetName is null);
    }

    /// <summary>Whether a command that is being typed may be for the app. Any command that is none of the module's may.</summary>
    public static bool MayFit(string? command, AppBinding binding)
    {
        var name = command is null ? string.Empty : command.Substring(command.LastIndexOf('\\') + 1);
        return !ByCommand.Value.Contains(name) || ByCommand.Value[name].Any(one => one.Fits(binding));
    }

    /// <summary>Whether the cmdlet is for the app, as far as its mode is known.</summary>
    public bool Fits(AppBinding binding) => Scope switch
    {
        AppScope.Any => true,
        AppScope.Knowledge => !binding.IsApp,
        _ => !binding.IsKnowledge && ModeGuard.IsOf(binding, Modes),
    };

    /// <summary>Throws <c>AppModeMismatch</c>, <c>AppKeyRequired</c> or <c>KnowledgeKeyRequired</c>.</summary>
    public void Require(AppBinding binding, string command)
    {
        if (Scope == AppScope.Knowledge)
            Keys.RequireKnowledge(binding, command);
        else if (Scope != AppScope.Any)
            ModeGuard.Require(binding, command, Modes);
    }
}
