using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// What can be asked of a server before there is a session, and the ways to get one. The dialect is chosen by the server's
/// version before anything secret is sent. All methods throw <see cref="DifyException"/>s.
/// </summary>
public sealed class WorkspaceSignIn
{
    private readonly DifyServer _server;
    private readonly DifyClientOptions _options;
    private readonly HttpMessageInvoker? _invoker;

    /// <summary>Makes one.</summary>
    /// <param name="server">The console, as <see cref="WorkspaceServer.Create"/> makes it.</param>
    /// <param name="options">Time limits, retries and the rest; the defaults when null.</param>
    public WorkspaceSignIn(DifyServer server, DifyClientOptions? options = null)
        : this(server, options, handler: null) { }

    internal WorkspaceSignIn(DifyServer server, DifyClientOptions? options, HttpMessageHandler? handler)
    {
        _server = server ?? throw new ArgumentNullException(nameof(server));
        _options = options ?? new DifyClientOptions();
        _invoker = handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false);
    }

    /// <summary>What the server tells anybody: <c>GET /system-features</c> and <c>GET /setup</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its version and its ways of signing in.</returns>
    /// <exception cref="DifyApiException">What answers is not the console of Dify, mostly.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<ConsoleServerInfo> DescribeAsync(CancellationToken cancellationToken = default) =>
        UseAsync(_server, [], (transport, facts) => ConsoleServer.DescribeAsync(transport, facts, cancellationToken));

    /// <summary>Signs in: <c>POST /login</c>, once.</summary>
    /// <param name="password">The account's address and password.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session.</returns>
    /// <exception cref="WorkspaceException">The sign-in is refused; the code says why.</exception>
    /// <exception cref="DifyApiException">Dify refuses for another reason.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<ConsoleSession> WithPasswordAsync(ConsolePassword password, CancellationToken cancellationToken = default) =>
        password is null
            ? throw new ArgumentNullException(nameof(password))
            : UseAsync(_server, [password.Secret], (transport, facts) =>
                ConsoleLogin.WithPasswordAsync(transport, facts, password, cancellationToken)
            );

    /// <summary>Has a code sent to an e-mail address: <c>POST /email-code-login</c>.</summary>
    /// <param name="email">The address.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What <see cref="WithCodeAsync"/> needs beside the code.</returns>
    /// <exception cref="ArgumentException">The address is none; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The sign-in is refused; the code says why.</exception>
    /// <exception cref="DifyApiException">Dify refuses for another reason.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<EmailCode> SendCodeAsync(string email, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(email) || email.IndexOf('@') < 0)
            throw new ArgumentException(Strings.EmailMissing, nameof(email));

        return new EmailCode(
            email.Trim(),
            await UseAsync(_server, [], (transport, facts) => ConsoleLogin.SendCodeAsync(transport, facts, email.Trim(), cancellationToken))
                .ConfigureAwait(false)
        );
    }

    /// <summary>Signs in with the code of an e-mail: <c>POST /email-code-login/validity</c>, once.</summary>
    /// <param name="sent">What <see cref="SendCodeAsync"/> gave.</param>
    /// <param name="code">The code; spaces within it do not matter.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session.</returns>
    /// <exception cref="WorkspaceException">The sign-in is refused; the code says why.</exception>
    /// <exception cref="DifyApiException">Dify refuses for another reason.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<ConsoleSession> WithCodeAsync(EmailCode sent, string code, CancellationToken cancellationToken = default)
    {
        if (sent is null)
            throw new ArgumentNullException(nameof(sent));

        var digits = (code ?? throw new ArgumentNullException(nameof(code))).Replace(" ", string.Empty).Trim();
        if (digits.Length == 0)
            throw new ArgumentException(Strings.EmailCodeMissing, nameof(code));

        return UseAsync(
            _server,
            [new Secret(digits, Strings.RedactedToken), new Secret(sent.Token, Strings.RedactedToken)],
            async (transport, facts) =>
            {
                // The version may have been asked for by another process, or minutes ago.
                await ConsoleServer.DescribeAsync(transport, facts, cancellationToken).ConfigureAwait(false);
                return await ConsoleLogin.WithCodeAsync(transport, facts, sent, digits, cancellationToken).ConfigureAwait(false);
            }
        );
    }

    /// <summary>Begins the device flow of the programmatic API: <c>POST /oauth/device/code</c>.</summary>
    /// <param name="label">What the device is called. A second one of the same name ends the first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the person has to type, and where.</returns>
    /// <exception cref="WorkspaceException">
    /// The programmatic API is switched off (<see cref="WorkspaceProblem.ProgrammaticApiOff"/>).
    /// </exception>
    /// <exception cref="DifyApiException">Dify refuses for another reason.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<DeviceCode> BeginDeviceAsync(string label, CancellationToken cancellationToken = default) =>
        UseAsync(WorkspaceServer.Programmatic(_server), [], (transport, _) => DeviceFlow.BeginAsync(transport, label, cancellationToken));

    /// <summary>
    /// Waits for somebody to allow the device: <c>POST /oauth/device/token</c>, as often as the server wants to be asked.
    /// </summary>
    /// <param name="code">What <see cref="BeginDeviceAsync"/> gave.</param>
    /// <param name="waiting">Told before each question how long there is left.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="WorkspaceException">Nobody allowed it in time, or somebody refused.</exception>
    /// <exception cref="DifyApiException">Dify refuses for another reason.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<DeviceCodeCredential> WaitForDeviceAsync(
        DeviceCode code,
        Action<TimeSpan>? waiting = null,
        CancellationToken cancellationToken = default
    ) =>
        code is null
            ? throw new ArgumentNullException(nameof(code))
            : UseAsync(WorkspaceServer.Programmatic(_server), [new Secret(code.Code, Strings.RedactedToken)], (transport, _) =>
                DeviceFlow.WaitAsync(transport, code, waiting, cancellationToken)
            );

    private Task<T> UseAsync<T>(DifyServer server, Secret[] secrets, Func<HttpTransport, ServerFacts, Task<T>> use)
    {
        var credential = new OpenCredential(!ReferenceEquals(server, _server), secrets);
        return use(new HttpTransport(server, credential, _options, _invoker), credential.Facts);
    }
}
