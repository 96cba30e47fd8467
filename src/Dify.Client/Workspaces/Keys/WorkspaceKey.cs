using System;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Client.Workspaces.Keys;

/// <summary>A key of the Service API, as its workspace knows it: an app's, or one of knowledge.</summary>
public sealed class WorkspaceKey
{
    // As Dify's own page shows keys.
    private const int Shown = 4;

    // Fewer characters than these, beside the prefix, fit many keys.
    private const int Telling = 4;

    private string _head = string.Empty;
    private string _tail = string.Empty;

    /// <summary>Dify's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The key; null when the server shows a part of it only. The moment it is made is the only sure one.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>Enough of it for a person to tell it from others: its prefix and its end.</summary>
    public required string Masked { get; init; }

    /// <summary>The knowledge bases that it is limited to; null when it is not limited.</summary>
    public IReadOnlyList<string>? KnowledgeBaseIds { get; init; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last used, local time; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether this may be a given key, by as much of it as the server shows.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is, or looks the same; null when too little is shown to tell.</returns>
    public bool? Fits(ApiKey key)
    {
        var value = (key ?? throw new ArgumentNullException(nameof(key))).Value;
        if (Key is not null)
            return Key.Equals(key);

        var isAlike =
            value.Length > _head.Length + _tail.Length
            && value.StartsWith(_head, StringComparison.Ordinal)
            && value.EndsWith(_tail, StringComparison.Ordinal);
        return !isAlike ? false
            : Math.Max(0, _head.Length - PrefixOf(value)) + _tail.Length >= Telling ? true
            : null;
    }

    /// <summary>Shows the id and what of the key may be shown.</summary>
    /// <returns>Both.</returns>
    public override string ToString() => $"{Masked} ({Id})";

    internal static WorkspaceKey From(KeyFields fields)
    {
        var token = (fields.Token ?? string.Empty).Trim();
        var hidden = token.IndexOf(token.FirstOrDefault(character => !IsOfKey(character)));
        return new WorkspaceKey
        {
            _head = hidden < 0 ? string.Empty : token.Substring(0, hidden),
            _tail = hidden < 0 ? string.Empty : new string([.. token.Reverse().TakeWhile(IsOfKey).Reverse()]),
            Id = fields.Id ?? string.Empty,
            Key = IsWhole(token) ? ApiKey.FromString(token) : null,
            Masked = Mask(token),
            KnowledgeBaseIds = fields.DatasetIds is { Count: > 0 } ids ? ids : null,
            CreatedAt = fields.CreatedAt,
            LastUsedAt = fields.LastUsedAt,
        };
    }

    // The rest of a key that is shown in part is dots or stars.
    private static bool IsWhole(string token)
    {
        if (token.Length < 16 || token.IndexOf("..", StringComparison.Ordinal) >= 0)
            return false;

        foreach (var character in token)
        {
            if (character is < '\x21' or > '\x7E' or '*')
                return false;
        }

        return true;
    }

    private static bool IsOfKey(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_';

    private static int PrefixOf(string key) => key.IndexOf('-') + 1;

    private static string Mask(string token)
    {
        var prefix = token.IndexOf('-');
        // Some servers cut the longer prefix short.
        if (prefix < 0 && token.StartsWith("datas...", StringComparison.Ordinal))
            return "dataset-" + token.Substring("datas".Length);
        return token.Length < 16 && prefix < 0
            ? "..."
            : (prefix is > 0 and < 10 ? token.Substring(0, prefix + 1) : string.Empty)
                + "..."
                + token.Substring(Math.Max(0, token.Length - Shown));
    }
}
