using System;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// The three cookies of a session. Their names are replayed as they came: the server looks for those that its own
/// configuration gives them (<c>__Host-</c> before them or not), whatever way the request takes. A cookie jar would hold back
/// the ones for https where a server that is configured for https is reached by http.
/// </summary>
internal static class ConsoleCookies
{
    public const string Access = "access_token";
    public const string Refresh = "refresh_token";
    public const string Csrf = "csrf_token";
    public const string HostPrefix = "__Host-";

    /// <summary>The session that an answer sets; null when it sets none.</summary>
    public static ConsoleSession? Read(HttpResponseMessage response, DateTimeOffset now)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var lines))
            return null;

        // Some handlers make one line of several, with commas between.
        var all = string.Join("\n", lines);
        return Find(all, Access) is { } access && Find(all, Csrf) is { } csrf
            ? new ConsoleSession(access.Value, Find(all, Refresh)?.Value, csrf.Value, access.Prefix, now)
            : null;
    }

    private static (string Prefix, string Value)? Find(string lines, string name)
    {
        var match = Regex
            .Matches(
                lines,
                "(?:^|[,\\n])\\s*(?<prefix>" + HostPrefix + ")?" + name + "=\"?(?<value>[^;,\"\\s]+)",
                RegexOptions.CultureInvariant
            )
            .Cast<Match>()
            .LastOrDefault();
        return match is null ? null : (match.Groups["prefix"].Value, match.Groups["value"].Value);
    }
}
