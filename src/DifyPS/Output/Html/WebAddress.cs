using System;
using System.Linq;
using Dify.Client.Transport;

namespace DifyPS.Output.Html;

/// <summary>Addresses that came from somebody else.</summary>
internal static class WebAddress
{
    /// <summary>
    /// Whether a page may link to it: whole addresses of the web and of mail, and nothing that runs, such as <c>javascript:</c>.
    /// </summary>
    public static bool IsSafe(string? address) => Safe(address) is not null;

    /// <summary>The address as it may be linked to, on one line; null where it may not.</summary>
    public static string? Safe(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeMailto)
        // What browsers leave out when they read a scheme, they must not find.
        && address!.Trim().StartsWith(uri.Scheme + ":", StringComparison.OrdinalIgnoreCase)
            ? address!.Trim().Any(c => char.IsWhiteSpace(c) || !HarmlessText.IsHarmless(c)) ? uri.AbsoluteUri : address.Trim()
            : null;
}
