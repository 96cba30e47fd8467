using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Transport;

/// <summary>The proxy on the way to a server, what it is given, and how it refuses.</summary>
internal static class Proxies
{
    private static readonly Regex Status = new("status code '?([0-9]{3})\\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

#if NET
    private static IWebProxy? Current => HttpClient.DefaultProxy;
#else
    private static IWebProxy? Current => WebRequest.DefaultWebProxy;
#endif

    /// <summary>The address of the proxy; null when the server is reached without one.</summary>
    public static Uri? For(DifyServer server)
    {
        // As the connection pool has it: this machine is reached without one.
        if (server.BaseUri.IsLoopback || Current is not { } proxy)
            return null;

        return proxy.IsBypassed(server.BaseUri) || proxy.GetProxy(server.BaseUri) is not { } address || address == server.BaseUri
            ? null
            : address;
    }

    /// <summary>The user and the password that the proxy is given when it asks; null when there is no password.</summary>
    public static NetworkCredential? CredentialFor(DifyServer server)
    {
        // Looking for the proxy may cost a search of the network; as a rule there are no credentials.
        if (Current?.Credentials is not { } all || For(server) is not { } address)
            return null;

        foreach (var scheme in (string[])["Basic", "Digest", "NTLM", "Negotiate"])
        {
            if (all.GetCredential(address, scheme) is { Password.Length: > 0 } one)
                return one;
        }

        return null;
    }

    public static bool HasPassword(DifyServer server) => CredentialFor(server) is not null;

    /// <summary>What of the proxy no text may show: its password, alone and with the user as it travels.</summary>
    public static Secret?[] Secrets(DifyServer server) => CredentialFor(server) is not { } one
        ? []
        : [new Secret(one.Password, Strings.RedactedPassword), new Secret(one.UserName + ":" + one.Password, Strings.RedactedPassword)];

    /// <summary>
    /// The status with which a proxy refused to open the way, 0 where the platform does not tell; null when it is no such refusal.
    /// </summary>
    public static int? StatusOf(Exception exception)
    {
        if (!IsRefusal(exception))
            return null;

        // The number stands in the platform's text only. Of SOCKS it has no number.
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (Status.Match(one.Message) is { Success: true } match)
                return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

            if (one.Message.IndexOf("authenticat", StringComparison.OrdinalIgnoreCase) >= 0)
                return 407;
        }

        return 0;
    }

#if NET
    private static bool IsRefusal(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError };
#else
    private static bool IsRefusal(Exception exception) =>
        ExceptionMapper.StatusOf(exception) is WebExceptionStatus.RequestProhibitedByProxy

        // Mono's handler has no other sign of it.
        || exception.Message.IndexOf("proxy tunnel", StringComparison.OrdinalIgnoreCase) >= 0;
#endif
}
