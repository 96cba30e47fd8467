using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Conversations;
using DifyPS.Common;

namespace DifyPS.Runs.Forms;

/// <summary>Finds the variables of a conversation by name, and says whether a value is of a variable's type.</summary>
internal static class VariableValue
{
    /// <summary>Those whose name matches the pattern; without a wildcard, the one of that name.</summary>
    public static IAsyncEnumerable<ConversationVariable> MatchAsync(
        DifyClient client, string conversationId, string user, string name, int? most, CancellationToken cancellationToken)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(name))
            return FindAsync(client, conversationId, user, WildcardPattern.Unescape(name), cancellationToken);
        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        var all = client.Conversations.GetVariablesAsync(conversationId, user, name: null, first: null, cancellationToken);
        return Filtered.Where(all, one => pattern.IsMatch(one.Name), most, cancellationToken);
    }

    /// <summary>The one of that name; throws <c>VariableNotFound</c>.</summary>
    public static async IAsyncEnumerable<ConversationVariable> FindAsync(
        DifyClient client, string conversationId, string user, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Asked for by name, and looked at again: a server that does not know the filter gives all of them.
        var named = client.Conversations.GetVariablesAsync(conversationId, user, name, first: null, cancellationToken);
        await foreach (var variable in Filtered.Where(named, one => one.Name == name, 1, cancellationToken).ConfigureAwait(false))
        {
            yield return variable;
            yield break;
        }

        throw new DifyCommandException(
            "VariableNotFound", ErrorCategory.ObjectNotFound,
            Strings.FormatVariableNotFound(conversationId, name),
            Strings.VariableNotFoundAction);
    }

    /// <summary>Throws <c>VariableTypeMismatch</c> when the value is not of the type. A type that is not known is left to Dify.</summary>
    public static void Check(object? value, string? type, string variable)
    {
        if (type is null || Fits(value, type))
            return;
        var advice = type.StartsWith("array", StringComparison.Ordinal) && TypeOf(value) != "array" ? Strings.VariableListAction : null;
        throw new DifyCommandException(
            "VariableTypeMismatch", ErrorCategory.InvalidType,
            Strings.FormatVariableTypeMismatch(variable, type, Describe(value)), advice);
    }

    private static bool Fits(object? value, string type) => type switch
    {
        "string" or "secret" => TypeOf(value) == "string",
        "number" or "boolean" or "object" => TypeOf(value) == type,
        "file" => TypeOf(value) == "object",
        "array[any]" or "array" => TypeOf(value) == "array",
        _ when type.StartsWith("array[", StringComparison.Ordinal) && type[type.Length - 1] == ']' =>
            TypeOf(value) == "array" && Items(value).All(item => Fits(item, type.Substring(6, type.Length - 7))),
        _ => true,
    };

    private static string Describe(object? value)
    {
        var type = TypeOf(value);
        return type == "array" && Items(value).Select(TypeOf).Distinct().ToList() is { Count: > 0 } items
            ? $"array[{string.Join(", ", items)}]"
            : type;
    }

    private static IEnumerable<object?> Items(object? value) =>
        value is JsonElement json ? json.EnumerateArray().Cast<object?>() : ((IEnumerable)value!).Cast<object?>();

    // Of what PowerShellValues.ToPlain gives.
    private static string TypeOf(object? value) => value switch
    {
        null => "null",
        string => "string",
        bool => "boolean",
        JsonElement json => json.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            _ => "null",
        },
        Dictionary<string, object?> => "object",
        IEnumerable => "array",
        _ => "number",
    };
}
