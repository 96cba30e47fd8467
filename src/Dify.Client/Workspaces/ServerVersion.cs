using System;
using System.Globalization;

namespace Dify.Client.Workspaces;

/// <summary>A version of Dify's server, and what the console API of that version is like.</summary>
internal readonly struct ServerVersion : IComparable<ServerVersion>
{
    private readonly int _number;

    private ServerVersion(int major, int minor, int patch)
    {
        _number = (((major * 1000) + minor) * 1000) + patch;
    }

    /// <summary>Sessions are cookies, and each request carries a word against forged ones.</summary>
    public bool UsesCookies => _number >= Of(1, 9, 2);

    /// <summary>Passwords and codes travel as Base64. The other form counts as a wrong password.</summary>
    public bool EncodesPasswords => _number >= Of(1, 11, 2);

    /// <summary>The admin key is refused, since it has no word against forged requests.</summary>
    public bool RefusesAdminKey => UsesCookies && _number < Of(1, 11, 0);

    /// <summary>The current workspace is asked for by POST; by GET before.</summary>
    public bool AsksWorkspaceByPost => _number >= Of(1, 10, 1);

    /// <summary>Knowledge keys may be limited to chosen knowledge bases.</summary>
    public bool ScopesKnowledgeKeys => _number >= Of(1, 17, 1);

    /// <summary>How several tags are written into a query.</summary>
    public TagQuery Tags =>
        _number < Of(1, 14, 1) ? TagQuery.Joined
        : _number < Of(1, 16, 0) ? TagQuery.Numbered
        : TagQuery.Repeated;

    public static ServerVersion? Parse(string? text)
    {
        // What follows the numbers (1.14.0-rc1, 1.9.2+fix) does not matter here.
        var parts = (text ?? string.Empty).Trim().TrimStart('v').Split('.', '-', '+', ' ');
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor
            ? new ServerVersion(major, minor, parts.Length > 2 ? Number(parts[2]) ?? 0 : 0)
            : null;
    }

    public int CompareTo(ServerVersion other) => _number.CompareTo(other._number);

    private static int Of(int major, int minor, int patch) => (((major * 1000) + minor) * 1000) + patch;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 ? number : null;
}

/// <summary>How several tags are written into a query.</summary>
internal enum TagQuery
{
    /// <summary><c>tag_ids=a,b</c></summary>
    Joined,

    /// <summary><c>tag_ids[0]=a&amp;tag_ids[1]=b</c></summary>
    Numbered,

    /// <summary><c>tag_ids=a&amp;tag_ids=b</c></summary>
    Repeated,
}
