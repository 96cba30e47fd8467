using System;
using System.Net.Http;
using Dify.Client.Transport;
using Dify.Client.Workspaces.Apps;
using Dify.Client.Workspaces.Keys;

namespace Dify.Client.Workspaces;

/// <summary>
/// The door to Dify's console API: one server, one way in; the resource clients hang off it. With a token of the programmatic
/// API it is the door to that, as far as that goes. Cheap to create, and safe to use from many threads.
/// </summary>
public sealed class WorkspaceClient
{
    private readonly HttpTransport _transport;
    private readonly WorkspaceCredential _credential;

    /// <summary>Makes a client.</summary>
    /// <param name="server">The console, as <see cref="WorkspaceServer.Create"/> makes it.</param>
    /// <param name="credential">The way in.</param>
    /// <param name="options">Time limits, retries and the rest; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public WorkspaceClient(DifyServer server, WorkspaceCredential credential, DifyClientOptions? options = null)
        : this(server, credential, options, handler: null) { }

    internal WorkspaceClient(DifyServer server, WorkspaceCredential credential, DifyClientOptions? options, HttpMessageHandler? handler)
    {
        Server = server ?? throw new ArgumentNullException(nameof(server));
        _credential = credential ?? throw new ArgumentNullException(nameof(credential));
        _transport = new HttpTransport(
            credential.IsProgrammatic ? WorkspaceServer.Programmatic(server) : server,
            credential,
            options ?? new DifyClientOptions(),
            handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false)
        );
        Apps = new WorkspaceAppsClient(_transport);
        AppKeys = new AppKeysClient(_transport);
        KnowledgeKeys = new KnowledgeKeysClient(_transport);
        Sessions = new SessionsClient(_transport);
        Workspaces = new WorkspacesClient(_transport);
    }

    /// <summary>The apps of the workspace.</summary>
    public WorkspaceAppsClient Apps { get; }

    /// <summary>The keys of its apps.</summary>
    public AppKeysClient AppKeys { get; }

    /// <summary>The keys of its knowledge.</summary>
    public KnowledgeKeysClient KnowledgeKeys { get; }

    /// <summary>The session itself.</summary>
    public SessionsClient Sessions { get; }

    /// <summary>The account that is signed in, and its workspaces.</summary>
    public WorkspacesClient Workspaces { get; }

    /// <summary>The console.</summary>
    public DifyServer Server { get; }

    /// <summary>The server's version, as its last answer named it; null before one did.</summary>
    public string? ServerVersion => _credential.ServerVersion;

    /// <summary>Takes the secrets of the way in out of a text: a server may repeat what it was given.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with words in their place.</returns>
    public string TakeSecretsOutOf(string text) => _transport.Redact(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>Server and fingerprint.</summary>
    /// <returns>Server and fingerprint.</returns>
    public override string ToString() => $"{Server.DisplayName} ({_credential})";
}
