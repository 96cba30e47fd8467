using System;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>
/// Why a server cannot be reached is told apart, with its host and port and with what to do; on real sockets where this machine has them.
/// </summary>
public sealed class ConnectFailureTests
{
    private static readonly DifyClientOptions Once = new() { MaxRetries = 0 };

    [Theory]
    [InlineData(-30, -2, "localhost", "expired")]
    [InlineData(2, 30, "localhost", "not valid yet")]
    [InlineData(-1, 1, "localhost", "nobody whom this machine trusts")]
    public async Task A_certificate_is_rejected_for_what_is_wrong_with_it(int from, int to, string name, string says)
    {
        var error = await RejectedAsync(from, to, name);

        Assert.Equal(DifyConnectionException.CertificateRejected, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains("certificate", error.RecommendedAction, StringComparison.Ordinal);
        Assert.True(error.NeverConnected);
    }

    [Theory]
    [InlineData("according to the validation procedure: RemoteCertificateNameMismatch", "another name than dify.test")]
    [InlineData("because of errors in the certificate chain: PartialChain", "nobody whom this machine trusts")]
    [InlineData("because of errors in the certificate chain: Revoked", "revoked")]
    [InlineData("according to the validation procedure.", "according to the validation procedure.")]
    public async Task A_certificate_is_rejected_as_the_platform_has_it(string reason, string says)
    {
        var error = await FakedAsync(
            HttpRequestError.SecureConnectionError,
            new AuthenticationException("The remote certificate is invalid " + reason)
        );

        Assert.Equal(DifyConnectionException.CertificateRejected, error.Code);
        Assert.Contains("dify.test:443", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, DifyConnectionException.HostNotFound, "no address is known for the name dify.test", "DNS")]
    [InlineData(SocketError.TryAgain, DifyConnectionException.HostNotFound, "DNS did not answer", "DNS")]
    [InlineData(SocketError.ConnectionRefused, DifyConnectionException.ConnectionRefused, "nothing listens", "port")]
    [InlineData(SocketError.NetworkUnreachable, DifyConnectionException.NetworkUnreachable, "no way to it", "VPN")]
    [InlineData(SocketError.HostUnreachable, DifyConnectionException.NetworkUnreachable, "no way to it", "VPN")]
    [InlineData(SocketError.TimedOut, DifyConnectionException.ConnectTimeout, "in time", "firewall")]
    public async Task A_socket_tells_what_is_wrong(SocketError code, string id, string says, string advises)
    {
        var error = await FakedAsync(HttpRequestError.ConnectionError, new SocketException((int)code));

        Assert.Equal(id, error.Code);
        Assert.Contains("dify.test:443", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(advises, error.RecommendedAction, StringComparison.Ordinal);
        Assert.True(error.NeverConnected);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_has_an_id_of_its_own()
    {
        var server = new FakeServer().Answer(new TaskCanceledException("slow", new TimeoutException()));

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            server.Client(server.Options(maxRetries: 0)).Apps.GetInfoAsync(Token)
        );

        Assert.Equal(DifyConnectionException.ConnectTimeout, error.Code);
        Assert.Contains("firewall", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named()
    {
        var error = await FakedAsync(HttpRequestError.ProxyTunnelError, new InvalidOperationException("status code '403'"));

        Assert.Equal(DifyConnectionException.ProxyFailed, error.Code);
        Assert.Contains("dify.test:443", error.Message, StringComparison.Ordinal);
        Assert.Contains("403", error.Message, StringComparison.Ordinal);
        Assert.Contains("NO_PROXY", error.RecommendedAction, StringComparison.Ordinal);
    }

    private static Task<DifyConnectionException> FakedAsync(HttpRequestError kind, Exception inner)
    {
        var server = new FakeServer().Answer(new HttpRequestException(kind, "outer", inner));
        return Assert.ThrowsAsync<DifyConnectionException>(() => server.Client(server.Options(maxRetries: 0)).Apps.GetInfoAsync(Token));
    }

    private static async Task<DifyConnectionException> RejectedAsync(int from, int to, string name)
    {
        using var certificate = Make(name, from, to);
        await using var server = HostileServer.Raw(async connection =>
        {
            var tls = new SslStream(connection.Stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, Token);
        });
        var client = new DifyClient(DifyServer.Create($"https://localhost:{server.Port}"), ApiKey.FromString(FakeServer.Key), Once);
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => client.Apps.GetInfoAsync(Token));
        Assert.Contains($"localhost:{server.Port}", error.Message, StringComparison.Ordinal);
        return error;
    }

    private static X509Certificate2 Make(string name, int from, int to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(from), DateTimeOffset.UtcNow.AddDays(to));

        // Windows takes no key that exists in memory only.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
