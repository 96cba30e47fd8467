using System;
using Xunit;

namespace Dify.Client.Tests;

public sealed class DifyServerTests
{
    [Theory]
    [InlineData("dify.example.com", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("dify.example.com:8443", "https://dify.example.com:8443/v1/", "dify.example.com:8443")]
    [InlineData("  https://dify.example.com  ", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("https://dify.example.com/", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("https://dify.example.com/v1", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("https://dify.example.com/v1/", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("https://dify.example.com:443/v1", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("HTTPS://Dify.Example.COM/v1", "https://dify.example.com/v1/", "dify.example.com")]
    [InlineData("https://host/gw/v1", "https://host/gw/v1/", "host/gw/v1")]
    [InlineData("host/gw", "https://host/gw/", "host/gw")]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/v1/", "127.0.0.1:5001")]
    [InlineData("http://[::1]:5001/v1", "http://[::1]:5001/v1/", "[::1]:5001")]
    [InlineData("localhost:5001", "https://localhost:5001/v1/", "localhost:5001")]
    public void Address_is_completed(string text, string baseUri, string displayName)
    {
        var server = DifyServer.Create(text);

        Assert.Equal(baseUri, server.BaseUri.AbsoluteUri);
        Assert.Equal(displayName, server.DisplayName);
    }

    [Theory]
    [InlineData("", "cannot be read")]
    [InlineData("   ", "cannot be read")]
    [InlineData("https://", "cannot be read")]
    [InlineData("https:\\\\host", "cannot be read")]
    [InlineData("https://host\\@evil", "cannot be read")]
    [InlineData("two words", "cannot be read")]
    [InlineData("ftp://host", "ftp://")]
    [InlineData("file:///etc/passwd", "cannot be read")]
    [InlineData("https://me:pass@host/v1", "user name or password")]
    [InlineData("https://me@host", "user name or password")]
    [InlineData("https://@host", "user name or password")]
    [InlineData("me:pass@host", "user name or password")]
    [InlineData("https://host/v1?key=1", "query or a fragment")]
    [InlineData("https://host/v1#top", "query or a fragment")]
    [InlineData("https://host/v1?", "query or a fragment")]
    [InlineData("http://host", "unencrypted")]
    [InlineData("app-abcdefghijklmnopqrstuvwx", "looks like an API key")]
    [InlineData("dataset-abcdefghijklmnopqrstuvwx", "looks like an API key")]
    public void Bad_address_is_refused_with_the_reason(string text, string reason)
    {
        var refused = Assert.Throws<ArgumentException>(() => DifyServer.Create(text));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_are_equal_by_value()
    {
        Assert.Equal(DifyServer.Create("dify.test"), DifyServer.Create("https://DIFY.test/v1/"));
        Assert.NotEqual(DifyServer.Create("dify.test"), DifyServer.Create("dify.test", skipCertificateCheck: true));
        Assert.NotEqual(DifyServer.Create("dify.test"), DifyServer.Create("dify.test", allowUnencryptedAuthentication: true));
        Assert.NotEqual(DifyServer.Create("dify.test"), DifyServer.Create("dify.test/v2"));
        Assert.Equal("https://api.dify.ai/v1/", DifyServer.Create(DifyServer.DefaultServer).BaseUri.AbsoluteUri);
    }
}
