using System;
using System.Net.Http;
using System.Threading.Tasks;
using Dify.Client.Annotations;
using Dify.Client.Apps;
using Dify.Client.Audio;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Conversations;
using Dify.Client.EndUsers;
using Dify.Client.Feedback;
using Dify.Client.Files;
using Dify.Client.HumanInput;
using Dify.Client.Knowledge;
using Dify.Client.Rest;
using Dify.Client.Transport;
using Dify.Client.Workflows;

namespace Dify.Client;

/// <summary>
/// The door to Dify's Service API: one server, one credential; the resource clients hang off it. Cheap to create (connections
/// are pooled for the whole process) and safe to use from many threads.
/// </summary>
public sealed class DifyClient
{
    private readonly HttpTransport _transport;

    /// <summary>Makes a client.</summary>
    /// <param name="server">Where the key goes.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">Time limits, retries and the rest; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DifyClient(DifyServer server, ApiKey key, DifyClientOptions? options = null)
        : this(server, key, options, handler: null)
    {
    }

    /// <summary>Makes a client.</summary>
    /// <param name="server">Where the credential goes.</param>
    /// <param name="credential">The credential. It refreshes itself: <see cref="DifyClientOptions.RefreshKey"/> is not asked.</param>
    /// <param name="options">Time limits, retries and the rest; the defaults when null.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public DifyClient(DifyServer server, Credential credential, DifyClientOptions? options = null)
        : this(server, credential, options, handler: null)
    {
    }

    internal DifyClient(DifyServer server, ApiKey key, DifyClientOptions? options, HttpMessageHandler? handler)
        : this(server, new ApiKeyCredential(key, options?.RefreshKey), options, handler)
    {
    }

    internal DifyClient(DifyServer server, Credential credential, DifyClientOptions? options, HttpMessageHandler? handler)
    {
        _transport = new HttpTransport(
            server ?? throw new ArgumentNullException(nameof(server)),
            credential ?? throw new ArgumentNullException(nameof(credential)),
            options ?? new DifyClientOptions(),
            handler is null ? null : new HttpMessageInvoker(handler, disposeHandler: false));
    }

    /// <summary>The annotations of a chat app: questions with the answers to give.</summary>
    public AnnotationsClient Annotations => field ??= new AnnotationsClient(_transport);

    /// <summary>What an app says of itself.</summary>
    public AppsClient Apps => field ??= new AppsClient(_transport);

    /// <summary>Speech to text, and text to speech.</summary>
    public AudioClient Audio => field ??= new AudioClient(_transport);

    /// <summary>Talking to a chat app.</summary>
    public ChatClient Chat => field ??= new ChatClient(_transport);

    /// <summary>Having a text generator write.</summary>
    public CompletionsClient Completions => field ??= new CompletionsClient(_transport);

    /// <summary>What end users and an app have said to each other.</summary>
    public ConversationsClient Conversations => field ??= new ConversationsClient(_transport);

    /// <summary>Who the end users of an app are.</summary>
    public EndUsersClient EndUsers => field ??= new EndUsersClient(_transport);

    /// <summary>What people think of an app's answers.</summary>
    public FeedbackClient Feedback => field ??= new FeedbackClient(_transport);

    /// <summary>Files, to an app and back.</summary>
    public FilesClient Files => field ??= new FilesClient(_transport);

    /// <summary>Forms that paused runs wait for.</summary>
    public HumanInputClient HumanInput => field ??= new HumanInputClient(_transport);

    /// <summary>Knowledge bases (with a knowledge key).</summary>
    public KnowledgeClient Knowledge => field ??= new KnowledgeClient(_transport);

    /// <summary>Any operation, raw.</summary>
    public RestClient Rest => field ??= new RestClient(_transport);

    /// <summary>Running workflows, and the runs of workflows and chatflows.</summary>
    public WorkflowsClient Workflows => field ??= new WorkflowsClient(_transport);

    /// <summary>Where the credential goes.</summary>
    public DifyServer Server => _transport.Server;

    /// <summary>
    /// The fingerprint of the key or other credential in use now: another than at first once a fresher one was taken after a 401.
    /// </summary>
    public string KeyFingerprint => _transport.Credential.Fingerprint;

    /// <summary>Closes the connections of the whole process that wait for work; the next call opens new ones.</summary>
    public static void CloseIdleConnections() => ConnectionPool.Close();

    /// <summary>
    /// Gets this library ready for its first call, once a process: worth it while something else has to be waited for
    /// before that call. Nothing is sent.
    /// </summary>
    /// <param name="server">Where the call will go.</param>
    /// <returns>A task that ends when all is ready; it never fails for a reason that matters.</returns>
    public static Task WarmUpAsync(DifyServer server) => WarmUp.RunAsync(server ?? throw new ArgumentNullException(nameof(server)));

    /// <summary>
    /// Takes the key or other credential out of a text, as every exception of this client has it: a server may repeat what it was given.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with words in its place.</returns>
    public string Redact(string text) => _transport.Redact(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>Server and fingerprint.</summary>
    /// <returns>Server and fingerprint.</returns>
    public override string ToString() => $"{Server.DisplayName} ({_transport.Credential})";
}
