using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace DifyPS.Tests.Support;

/// <summary>The cmdlets of the module.</summary>
internal static class ModuleCmdlets
{
    /// <summary>Their classes, by their names.</summary>
    public static IReadOnlyDictionary<string, Type> All { get; } = typeof(DifyApp).Assembly.GetExportedTypes()
        .Where(type => type.IsDefined(typeof(CmdletAttribute), inherit: false))
        .ToDictionary(type =>
            type.GetCustomAttribute<CmdletAttribute>()!.VerbName + "-" + type.GetCustomAttribute<CmdletAttribute>()!.NounName
        );

    /// <summary>The parameters of all of them.</summary>
    public static IEnumerable<PropertyInfo> Parameters =>
        All.Values.SelectMany(type => type.GetProperties().Where(one => one.IsDefined(typeof(ParameterAttribute))));
}
