using System;

namespace Dify.Client;

/// <summary>Where a key goes: the base address of a Service API and the choices about its encryption. Immutable, equal by value.</summary>
public sealed class DifyServer : IEquatable<DifyServer>
{
    internal const string ConsolePath = "/console/api";
    internal const string ProgrammaticPath = "/openapi/v1";

    /// <summary>The Service API of Dify Cloud.</summary>
    public static readonly string DefaultServer = "https://api.dify.ai/v1";

    private DifyServer(Uri baseUri, bool allowUnencryptedAuthentication, bool skipCertificateCheck)
    {
        BaseUri = baseUri;
        AllowUnencryptedAuthentication = allowUnencryptedAuthentication;
        SkipCertificateCheck = skipCertificateCheck;
        var path = baseUri.AbsolutePath.TrimEnd('/');
        IsConsole =
            path.EndsWith(ConsolePath, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith(ProgrammaticPath, StringComparison.OrdinalIgnoreCase);
        DisplayName = path is "/v1" or ConsolePath or ProgrammaticPath ? baseUri.Authority : baseUri.Authority + path;
    }

    /// <summary>The base address: absolute, and with a slash at its end.</summary>
    public Uri BaseUri { get; }

    /// <summary>Whether the key may travel over plain <c>http://</c> to another machine.</summary>
    public bool AllowUnencryptedAuthentication { get; }

    /// <summary>Whether the server's certificate is taken unchecked.</summary>
    public bool SkipCertificateCheck { get; }

    /// <summary>Host, port when it is not the usual one, and the path when it is not <c>/v1</c>.</summary>
    public string DisplayName { get; }

    /// <summary>Whether a sign-in goes there, and no key of an app.</summary>
    internal bool IsConsole { get; }

    /// <summary>What goes there, for people.</summary>
    internal string Secret => IsConsole ? Strings.SecretSignIn : Strings.SecretApiKey;

    internal bool IsUnencryptedElsewhere => BaseUri.Scheme == Uri.UriSchemeHttp && !BaseUri.IsLoopback;

    /// <summary>
    /// Makes a server from what people write: <c>dify.example.com</c>, <c>https://dify.example.com</c> or
    /// <c>https://gateway.example.com/dify/v1</c>. Without a scheme it is https; without a path it is <c>/v1</c>.
    /// </summary>
    /// <param name="server">The address.</param>
    /// <param name="allowUnencryptedAuthentication">Lets the key travel over plain http to another machine.</param>
    /// <param name="skipCertificateCheck">Takes the server's certificate unchecked.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">
    /// Not an http(s) address, or one with a user, a query or a fragment in it, or plain http to another machine
    /// without <paramref name="allowUnencryptedAuthentication"/>.
    /// </exception>
    public static DifyServer Create(string server, bool allowUnencryptedAuthentication = false, bool skipCertificateCheck = false) =>
        Create(server, static path => path.Length == 0 ? "/v1" : path, allowUnencryptedAuthentication, skipCertificateCheck);

    /// <param name="server">The address.</param>
    /// <param name="pathOf">Makes the base path of the one that was written; without a slash at its end.</param>
    /// <param name="allowUnencryptedAuthentication">As above.</param>
    /// <param name="skipCertificateCheck">As above.</param>
    internal static DifyServer Create(
        string server,
        Func<string, string> pathOf,
        bool allowUnencryptedAuthentication,
        bool skipCertificateCheck
    )
    {
        var text = (server ?? throw new ArgumentNullException(nameof(server))).Trim();
        if (LooksLikeKey(text))
        {
            // Its text stays out of the message: it may well be a key.
            throw new ArgumentException(Strings.ServerLooksLikeKey, nameof(server));
        }

        if (text.IndexOf("://", StringComparison.Ordinal) < 0)
            text = "https://" + text;

        if (text.IndexOf('\\') >= 0 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new ArgumentException(Strings.ServerUnreadable, nameof(server));

        if (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException(Strings.FormatServerSchemeNotTaken(uri.Scheme), nameof(server));

        if (uri.UserInfo.Length > 0 || uri.Authority.IndexOf('@') >= 0 || text.IndexOf('@') is > 0 and var at && at < AuthorityEnd(text))
            throw new ArgumentException(Strings.FormatServerHasUserInfo(uri.Host), nameof(server));

        if (text.IndexOf('?') >= 0 || text.IndexOf('#') >= 0)
            throw new ArgumentException(Strings.FormatServerHasQuery(uri.Host, uri.Authority), nameof(server));

        var path = uri.AbsolutePath.TrimEnd('/');
        var result = new DifyServer(
            new Uri(uri.GetLeftPart(UriPartial.Authority) + pathOf(path) + "/"),
            allowUnencryptedAuthentication,
            skipCertificateCheck);
        if (result.IsUnencryptedElsewhere && !allowUnencryptedAuthentication)
        {
            throw new ArgumentException(
                Strings.FormatServerUnencrypted(uri.Authority, result.Secret),
                nameof(server));
        }

        return result;
    }

    /// <inheritdoc/>
    public bool Equals(DifyServer? other) =>
        other is not null && BaseUri.Equals(other.BaseUri)
        && AllowUnencryptedAuthentication == other.AllowUnencryptedAuthentication
        && SkipCertificateCheck == other.SkipCertificateCheck;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DifyServer);

    /// <inheritdoc/>
    public override int GetHashCode() => BaseUri.GetHashCode();

    /// <summary>The base address as text.</summary>
    /// <returns>The base address.</returns>
    public override string ToString() => BaseUri.AbsoluteUri;

    private static int AuthorityEnd(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.IndexOf('/', start);
        return end < 0 ? text.Length : end;
    }

    private static bool LooksLikeKey(string text) =>
        (text.StartsWith("app-", StringComparison.Ordinal) || text.StartsWith("dataset-", StringComparison.Ordinal))
        && text.Length >= 20 && text.IndexOfAny(['.', ':', '/']) < 0;
}
