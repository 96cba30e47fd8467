using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace DifyPS.Tests.Support;

/// <summary>
/// The module's types that somebody at the prompt comes upon: what cmdlets give, what their errors carry, and what hangs on either.
/// </summary>
internal static class ReachableTypes
{
    private static readonly Assembly[] Ours = [typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly];

    public static IReadOnlyList<Type> All { get; } = Find();

    private static List<Type> Find()
    {
        var types = Ours.SelectMany(one => one.GetExportedTypes()).ToList();
        var given = types
            .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(attribute => attribute.Type)
            .Select(type => type.Type);
        var carried = types
            .Where(typeof(Exception).IsAssignableFrom)
            .SelectMany(type => type.GetProperties())
            .Where(property => Ours.Contains(property.DeclaringType!.Assembly))
            .Select(property => property.PropertyType);
        var open = new Queue<Type?>(given.Concat(carried));
        var found = new List<Type>();
        while (open.TryDequeue(out var type))
        {
            if (type is null)
                continue;
            foreach (var part in type.GetGenericArguments().Append(type.GetElementType()))
                open.Enqueue(part);
            if (!Ours.Contains(type.Assembly) || type.IsEnum || found.Contains(type))
                continue;
            found.Add(type);
            foreach (
                var next in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                    .Select(property => property.PropertyType)
                    .Concat(types.Where(other => other.IsSubclassOf(type)))
            )
            {
                open.Enqueue(next);
            }
        }

        return found;
    }
}
