using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Transport;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Makes the client that can only reach the binding's own app. A key that comes out of the vault other
/// than it was pinned is asked who it is before anything else is sent with it.
/// </summary>
internal sealed class AppConnector
{
    /// <summary>What the module calls itself towards servers.</summary>
    public static readonly string UserAgent = "DifyPS/" + typeof(AppConnector).Assembly.GetName().Version?.ToString(3);

    private static readonly TimeSpan DefaultTimeout = new DifyClientOptions().RequestTimeout;

    private readonly AppRegistry _registry;
    private readonly PipelineVaults _vaults;
    private readonly Action<string>? _verbose;
    private readonly Action<string> _warn;
    private readonly Func<KeyInquiry>? _inquiry;
    private readonly KeyAcceptance _acceptance;

    public AppConnector(
        AppRegistry registry,
        PipelineVaults vaults,
        Action<string>? verbose,
        Action<string> warn,
        Func<KeyInquiry>? inquiry = null
    )
    {
        _registry = registry;
        _vaults = vaults;
        _verbose = verbose;
        _warn = warn;
        _inquiry = inquiry;
        Guard = new BindingGuard(registry, vaults);
        _acceptance = new KeyAcceptance(registry, vaults, this);
    }

    /// <summary>Asks the workspace of a binding about a key that was changed outside; null where nobody is asked.</summary>
    public KeyInquiry? Inquiry => _inquiry?.Invoke();

    /// <summary>What judges entries before their keys are used.</summary>
    public BindingGuard Guard { get; }

    /// <summary>
    /// A client with a key that is known to open the binding's app; <paramref name="timeout"/> is for a call, 100 s when null.
    /// </summary>
    public async Task<DifyClient> ConnectAsync(
        AppBinding binding, CancellationToken cancellationToken, TimeSpan? timeout = null, Action<TimeSpan?>? onTooManyRequests = null)
    {
        var key = Remembered(binding) ?? await FetchAsync(binding, cancellationToken).ConfigureAwait(false);
        var options = new DifyClientOptions
        {
            Trace = _verbose,
            UserAgent = UserAgent,
            RequestTimeout = timeout ?? DefaultTimeout,
            OnTooManyRequests = onTooManyRequests,
            RejectedKeyAdvice = () => Keys.RefusedAction(binding),
            ClosedAppAdvice = () => EnableAction(binding),
        };
        var credential = new ApiKeyCredential(key, (rejected, token) => RefreshAsync(binding, rejected, token))
        {
            AppId = SharedKey.AppIdOf(binding, key),
        };
        return new DifyClient(binding.ToServer(), credential, options);
    }

    /// <summary>A client for asking who a key belongs to, without the ways of a binding.</summary>
    public DifyClient ClientFor(AppBinding binding, ApiKey key) => new(
        binding.ToServer(),
        new ApiKeyCredential(key) { AppId = SharedKey.AppIdOf(binding, key) },
        new DifyClientOptions { Trace = _verbose, UserAgent = UserAgent });

    /// <summary>Asks the app of a key who it is.</summary>
    public Task<AppIdentity> IdentifyAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken) =>
        AppIdentity.AskAsync(ClientFor(binding, key), key.Kind, binding, cancellationToken);

    /// <summary>The key as the vault has it now; throws <c>SecretMissing</c>.</summary>
    public async Task<ApiKey> ReadKeyAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        using var secret = await ReadSecretAsync(binding, cancellationToken).ConfigureAwait(false);
        return Keys.From(secret, binding.Name);
    }

    /// <summary>The same as it is stored, to be written elsewhere.</summary>
    public async Task<SecureString> ReadSecretAsync(AppBinding binding, CancellationToken cancellationToken) =>
        await _vaults.ReadAsync(binding.Vault, binding.Secret, cancellationToken).ConfigureAwait(false)
            ?? throw new DifyCommandException(
                "SecretMissing", ErrorCategory.ObjectNotFound,
                Strings.FormatSecretMissing(binding.Name, binding.Vault, binding.Secret),
                Strings.FormatSecretMissingAction(Quoting.Literal(binding.Name)), binding.Name);

    /// <summary>
    /// The key as its vault has it now, and the entry that it is pinned by: one that was judged, and, where the key was rotated outside,
    /// has been proved and noted.
    /// </summary>
    public async Task<(AppBinding Binding, ApiKey Key)> TakeAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        var key = await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        return (await _acceptance.AcceptAsync(binding, key, former: null, isKnown: false, cancellationToken).ConfigureAwait(false), key);
    }

    /// <summary>
    /// Throws <c>BindingChanged</c> where the entry was edited: its key, which only the vault has, is what speaks for the ids in it.
    /// </summary>
    public async Task RequireUneditedAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        if (Remembered(binding) is null)
            await TakeAsync(binding, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What is wrong with an entry: <c>BindingChanged</c> where it was edited, and else what was found. Nothing is sent, and a vault that
    /// tells nothing changes nothing.
    /// </summary>
    public async Task<Exception> JudgeAsync(AppBinding binding, Exception found, CancellationToken cancellationToken)
    {
        try
        {
            var key = await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
            await Guard.CheckAsync(binding, key, cancellationToken).ConfigureAwait(false);
            return found;
        }
        catch (DifyCommandException e)
        {
            return e.ErrorId == "BindingChanged" ? e : found;
        }
    }

    /// <summary>The key that the vault has; null where it has none, or something that is none.</summary>
    public async Task<ApiKey?> FindKeyAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (Keys.IsNone(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Asks whether the key that the vault has opens the binding's app, as <see cref="TakeAsync"/> does, and notes nothing.
    /// </summary>
    public async Task ProveAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        var key = await ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        var isPinned = await Guard.CheckAsync(binding, key, cancellationToken).ConfigureAwait(false) == KeyState.Pinned;
        if (!isPinned)
            Guard.RequireOwnServer(binding, key);
        var identity = await IdentifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (!isPinned)
            _acceptance.RequireSameApp(identity, binding, key);
    }

    /// <summary>How the API of an app is switched on from here; null where no connection leads to its workspace.</summary>
    public string? EnableAction(AppBinding binding) =>
        binding is { AppId: not null, Workspace: not null }
        && AppPlaces.FindConnection(_registry, binding) is { } connection
        && !WaysIn.IsProgrammatic(connection.Way)
            ? Strings.FormatHealthApiDisabledActionEnable(Quoting.Quote(binding.Name))
            : null;

    /// <summary>Says something to people that is no error.</summary>
    public void Warn(string text) => _warn(text);

    /// <summary>Says something to whoever looks closer.</summary>
    public void Trace(string text) => _verbose?.Invoke(text);

    private ApiKey? Remembered(AppBinding binding)
    {
        var key = KeyCache.Find(_registry, binding);
        if (key is not null)
            Guard.RequireFirst(binding, key);
        return key;
    }

    // The first read of a vault takes long; meanwhile the client gets ready on another thread.
    private async Task<ApiKey> FetchAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        _ = Task.Run(() => DifyClient.WarmUpAsync(binding.ToServer()), CancellationToken.None);
        var current = _registry.Get(binding.Name);
        if (Remembered(current) is not { } key)
        {
            key = await ReadKeyAsync(current, cancellationToken).ConfigureAwait(false);
            await _acceptance.AcceptAsync(current, key, former: null, isKnown: false, cancellationToken).ConfigureAwait(false);
        }

        // Work that began with the entry of before would send to where that said.
        return BindingSeal.IsSameApp(current, binding) ? key : throw BindingChecks.Overtaken(binding.Name);
    }

    // A 401: the key may have been rotated in the vault since it was read. The entry is read afresh as well.
    private async Task<ApiKey?> RefreshAsync(AppBinding binding, ApiKey rejected, CancellationToken cancellationToken)
    {
        var current = _registry.Get(binding.Name);
        KeyCache.Drop(_registry, binding);
        KeyCache.Drop(_registry, current);
        var key = await ReadKeyAsync(current, cancellationToken).ConfigureAwait(false);
        if (key.Equals(rejected))
            return null;
        _verbose?.Invoke(Strings.FormatVerboseKeyRejected(binding.Name));
        var isKnown = BindingSeal.IsSame(current, binding);
        await _acceptance.AcceptAsync(current, key, rejected, isKnown, cancellationToken).ConfigureAwait(false);
        // The client goes to where the entry led when it was made. If that is elsewhere by now, the new key is not for it.
        return BindingSeal.IsSameApp(current, binding) ? key : null;
    }
}
