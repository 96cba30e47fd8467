using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using DifyPS.Bindings.Vaults;
using Xunit;

namespace DifyPS.Tests.Vaults;

public sealed class MissingSecretTests
{
    private const string Secret = "DifyPS-cat";

    [Theory]
    [InlineData("The secret DifyPS-cat was not found.")]
    [InlineData("A secret with (name/id) DifyPS-cat was not found in this key vault.")]
    [InlineData("Could not find specified account(s).")]
    [InlineData("\"DifyPS-cat\" isn't an item in the \"Team\" vault.")]
    [InlineData("Secret does not exist")]
    [InlineData("No secret found at path secret/data/DifyPS-cat")]
    [InlineData("Secret 'DifyPS-cat' was not found on server vault01")]
    [InlineData("Could not find secret DifyPS-cat")]
    [InlineData("Secrets Manager can't find the specified secret.")]
    [InlineData("Element not found.")]
    [InlineData("NotFound for GET on https://vault.example.com:8200/v1/dify/data/DifyPS-cat")]
    [InlineData("Not Found")]
    public void Words_of_not_there_are_a_sign(string words) =>
        Assert.Equal(MissingSecret.Sign.Likely, In(new InvalidOperationException(words)));

    [Theory]
    [InlineData("The network path was not found.")]
    [InlineData("No such host is known.")]
    [InlineData("The host was not found")]
    [InlineData("Server not found")]
    [InlineData("Secret DifyPS-cat was not found, or permission was denied.")]
    [InlineData("The session token was not found; log in again.")]
    [InlineData("Connection refused")]
    [InlineData("The vault is locked: no key was found.")]
    [InlineData("Could not load file or assembly 'Vault'. The system cannot find the file specified.")]
    [InlineData("The term 'op' is not recognized as a name of a cmdlet, function, script file, or executable program.")]
    [InlineData("boom")]
    public void Other_words_are_not(string words) => Assert.Equal(MissingSecret.Sign.None, In(new InvalidOperationException(words)));

    [Fact]
    public void Names_of_vault_and_secret_are_no_words()
    {
        var error = Wrapped(
            new InvalidOperationException("The secret network-cat was not found."),
            "Unable to get secret network-cat from vault denied"
        );
        Assert.Equal(MissingSecret.Sign.Likely, MissingSecret.In(error, "network-cat", "denied"));
        Assert.Equal(
            MissingSecret.Sign.None,
            MissingSecret.In(
                Wrapped(new InvalidOperationException("boom"), "Unable to get secret not-found from vault V"),
                "not-found",
                "V"
            )
        );
        Assert.Equal(
            "VaultFailed",
            VaultErrors
                .From(Wrapped(new InvalidOperationException("boom"), "Unable to get secret login from vault unlocked"), "unlocked")
                .ErrorId
        );
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, null, true)]
    [InlineData(HttpStatusCode.NotFound, "{\"errors\":[]}", true)]
    [InlineData(HttpStatusCode.Gone, null, true)]
    [InlineData(HttpStatusCode.NotFound, "{\"errors\":[\"no handler for route 'dify/data/DifyPS-cat'\"]}", false)]
    [InlineData(HttpStatusCode.NotFound, "404 Not Found nginx", false)]
    [InlineData(HttpStatusCode.NotFound, "<html>not found</html>", false)]
    [InlineData(HttpStatusCode.Forbidden, "{\"errors\":[\"secret not found or permission denied\"]}", false)]
    [InlineData(HttpStatusCode.ServiceUnavailable, null, false)]
    public void A_status_decides_where_the_service_itself_gave_it(HttpStatusCode status, string? body, bool isCertain)
    {
        var inner = new HttpRequestException("Response status code does not indicate success.", null, status);
        var record = new ErrorRecord(inner, "WebCmdletWebResponseException", ErrorCategory.InvalidOperation, null);
        if (body is not null)
            record.ErrorDetails = new ErrorDetails(body);
        var expected = isCertain ? MissingSecret.Sign.Certain : MissingSecret.Sign.None;
        Assert.Equal(expected, MissingSecret.In(record, Secret, "V"));
        Assert.Equal(expected, In(new CmdletLike(body ?? "said", inner, record)));
    }

    [Fact]
    public void Libraries_tell_their_status_each_in_its_own_way()
    {
        Assert.Equal(MissingSecret.Sign.Certain, In(new NumberedException { Status = 404 }));
        Assert.Equal(MissingSecret.Sign.None, In(new NumberedException { Status = 500 }));
        Assert.Equal(MissingSecret.Sign.Certain, In(new NamedException { StatusCode = Grpc.NotFound }));
        Assert.Equal(
            MissingSecret.Sign.Certain,
            In(new AnsweredException { Response = new NamedAnswer { StatusCode = HttpStatusCode.NotFound } })
        );
        Assert.Equal(MissingSecret.Sign.Likely, In(new ResourceNotFoundException { StatusCode = HttpStatusCode.BadRequest }));
        Assert.Equal(
            MissingSecret.Sign.Certain,
            In(new AggregateException(new InvalidOperationException("outer", new NumberedException { Status = 404 })))
        );
    }

    [Fact]
    public void The_kind_of_an_error_is_a_sign()
    {
        Assert.Equal(MissingSecret.Sign.Likely, In(new KeyNotFoundException("The given key was not present in the dictionary.")));
        Assert.Equal(MissingSecret.Sign.Likely, In(new FileNotFoundException("Could not find file '/mnt/server/DifyPS-cat.xml'.")));
        Assert.Equal(
            MissingSecret.Sign.Likely,
            MissingSecret.In(
                new ErrorRecord(new InvalidOperationException("?"), "Nothing", ErrorCategory.ObjectNotFound, null),
                Secret,
                "V"
            )
        );
    }

    [Fact]
    public void Failures_are_none()
    {
        Assert.Equal(MissingSecret.Sign.None, In(new FileNotFoundException("Could not find file '/etc/vault.conf'.")));
        Assert.Equal(
            MissingSecret.Sign.None,
            In(new DirectoryNotFoundException("Could not find a part of the path '/mnt/share/DifyPS-cat.xml'."))
        );
        Assert.Equal(MissingSecret.Sign.None, In(new SocketException((int)SocketError.HostNotFound)));
        Assert.Equal(
            MissingSecret.Sign.None,
            In(new HttpRequestException("Name or service not known", new SocketException((int)SocketError.HostNotFound)))
        );
        Assert.Equal(MissingSecret.Sign.None, In(new TimeoutException("secret not found in time")));
        Assert.Equal(MissingSecret.Sign.None, In(new UnauthorizedAccessException("secret not found")));
        var missing = new ErrorRecord(
            new CommandNotFoundException("The term 'op' is not recognized."),
            "CommandNotFoundException",
            ErrorCategory.ObjectNotFound,
            null
        );
        Assert.Equal(MissingSecret.Sign.None, MissingSecret.In(missing, Secret, "V"));
    }

    [Fact]
    public void What_SecretManagement_closes_with_counts_for_its_own_secret()
    {
        static ErrorRecord Closing(string secret) =>
            new(
                new ItemNotFoundException($"The secret {secret} was not found."),
                "GetSecretNotFound,Microsoft.PowerShell.SecretManagement.GetSecretCommand",
                ErrorCategory.ObjectNotFound,
                null
            );
        Assert.Equal(MissingSecret.Sign.Certain, MissingSecret.In(Closing(Secret), Secret, "V"));
        Assert.Equal(MissingSecret.Sign.None, MissingSecret.In(Closing("master-password"), Secret, "V"));
    }

    private static MissingSecret.Sign In(Exception thrown) =>
        MissingSecret.In(Wrapped(thrown, $"Unable to get secret {Secret} from vault V"), Secret, "V");

    // As SecretManagement hands on what an extension throws.
    private static ErrorRecord Wrapped(Exception thrown, string message) =>
        new(
            new PSInvalidOperationException(message, thrown),
            "GetSecretInvalidOperation,Microsoft.PowerShell.SecretManagement.GetSecretCommand",
            ErrorCategory.InvalidOperation,
            null
        );

    private enum Grpc
    {
        NotFound = 5,
    }

    private sealed class CmdletLike(string message, Exception inner, ErrorRecord record) : Exception(message, inner), IContainsErrorRecord
    {
        public ErrorRecord ErrorRecord => record;
    }

    private sealed class NumberedException : Exception
    {
        public int Status { get; init; }
    }

    private sealed class NamedException : Exception
    {
        public Grpc StatusCode { get; init; }
    }

    private sealed class AnsweredException : Exception
    {
        public NamedAnswer? Response { get; init; }
    }

    private sealed class NamedAnswer
    {
        public HttpStatusCode StatusCode { get; init; }
    }

    private sealed class ResourceNotFoundException() : Exception("Secrets Manager can't find the specified secret.")
    {
        public HttpStatusCode StatusCode { get; init; }
    }
}
