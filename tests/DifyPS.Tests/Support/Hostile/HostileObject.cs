using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace DifyPS.Tests.Support.Hostile;

/// <summary>An object of any type, all of whose texts are hostile, however deep they lie.</summary>
internal static class HostileObject
{
    private const int Deepest = 5;

    private static readonly Assembly[] Ours = [typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly];

    public static object Make(Type type) => Make(type, 0, "value")!;

    private static object? Make(Type type, int depth, string name)
    {
        var text = name + HostileText.Suffix;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Make(inner, depth, name);
        if (type == typeof(string) || type == typeof(object))
            return text;
        if (type == typeof(JsonElement))
            return JsonSerializer.SerializeToElement(new Dictionary<string, object> { [text] = text });
        if (type == typeof(Uri))
            return new Uri("https://dify.test/v1/");
        if (type == typeof(DateTimeOffset))
            return DateTimeOffset.UnixEpoch.AddDays(20000);
        if (type == typeof(PSObject))
            return PSObject.AsPSObject(new PSObject { Properties = { new PSNoteProperty(text, text) } });
        if (type.IsPrimitive || type == typeof(decimal) || type == typeof(TimeSpan))
            return type == typeof(TimeSpan) ? TimeSpan.FromSeconds(2) : type == typeof(bool) ? true : Convert.ChangeType(1, type);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(0);
        if (depth > Deepest || typeof(Delegate).IsAssignableFrom(type))
            return null;
        return ManyOf(type, depth, name) ?? One(type, depth);
    }

    private static object? ManyOf(Type type, int depth, string name)
    {
        if (type.IsArray)
            return ArrayOf(type.GetElementType()!, depth, name);
        var given = type.GetGenericArguments();
        return given.Length switch
        {
            1 when type.IsAssignableFrom(given[0].MakeArrayType()) => ArrayOf(given[0], depth, name),
            1 when type.IsAssignableFrom(typeof(List<>).MakeGenericType(given)) => Activator.CreateInstance(
                typeof(List<>).MakeGenericType(given),
                ArrayOf(given[0], depth, name)
            ),
            2 when type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(given)) => TableOf(
                typeof(Dictionary<,>),
                given,
                depth,
                name
            ),
            2 when type.IsAssignableFrom(typeof(SortedDictionary<,>).MakeGenericType(given)) => TableOf(
                typeof(SortedDictionary<,>),
                given,
                depth,
                name
            ),
            _ => null,
        };
    }

    private static Array ArrayOf(Type type, int depth, string name)
    {
        var array = Array.CreateInstance(type, 1);
        array.SetValue(Make(type, depth + 1, name), 0);
        return array;
    }

    private static object TableOf(Type table, Type[] types, int depth, string name)
    {
        var made = (System.Collections.IDictionary)Activator.CreateInstance(table.MakeGenericType(types))!;
        made[Make(types[0], depth + 1, name)!] = Make(types[1], depth + 1, name);
        return made;
    }

    private static object? One(Type type, int depth)
    {
        if (type.IsAbstract || type.IsInterface)
        {
            var known = Ours.SelectMany(one => one.GetTypes())
                .FirstOrDefault(one => !one.IsAbstract && !one.ContainsGenericParameters && type.IsAssignableFrom(one));
            return known is null ? null : One(known, depth);
        }

        if (!Ours.Contains(type.Assembly))
            return null;
        var made = RuntimeHelpers.GetUninitializedObject(type);
        for (var part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (
                var field in part.GetFields(
                    BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            {
                field.SetValue(made, Make(field.FieldType, depth + 1, field.Name.Trim('<', '_').Split('>')[0]));
            }
        }

        return made;
    }
}
