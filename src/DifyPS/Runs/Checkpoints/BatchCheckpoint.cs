using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Runs.Checkpoints;

/// <summary>What is to be done about an item that a checkpoint may know.</summary>
/// <param name="Item">Where its progress is noted; null when it has its result already.</param>
/// <param name="Earlier">What an earlier command may have had carried out, to take up first; null when there is nothing.</param>
internal sealed record CheckpointDecision(CheckpointItem? Item, EarlierTry? Earlier);

/// <summary>A run, or a message of a conversation, that an earlier command began.</summary>
internal sealed record EarlierTry(string? RunId, string? ConversationId, string? MessageId);

/// <summary>A command's checkpoint: which items have a result, which may have one, and which have to be run.</summary>
internal sealed class BatchCheckpoint : IDisposable
{
    private readonly CheckpointFile _file;
    private readonly CheckpointHead _head;
    private readonly bool _retriesFailed;
    private readonly string _path;
    private readonly SemaphoreSlim _searching = new(1, 1);
    private bool _hasSearched;

    public BatchCheckpoint(string path, CheckpointHead head, string? keyProperty, bool retriesFailed)
    {
        _path = path;
        _head = head;
        _retriesFailed = retriesFailed;
        _file = CheckpointFile.Open(path, head);
        Keys = new CheckpointKeys(keyProperty);
    }

    public CheckpointKeys Keys { get; }

    /// <summary>A checkpoint is of one app.</summary>
    /// <exception cref="DifyCommandException">This is another.</exception>
    public void Require(AppBinding binding)
    {
        if (!AppName.Comparer.Equals(binding.Name, _head.App))
        {
            throw new DifyCommandException(
                "CheckpointMismatch", System.Management.Automation.ErrorCategory.InvalidArgument,
                Strings.FormatCheckpointOfAnotherApp(_path, _head.App, binding.Name),
                Strings.CheckpointOfAnotherAppAction, binding.Name);
        }
    }

    /// <summary>Finds out what is known of an item.</summary>
    public async Task<CheckpointDecision> DecideAsync(
        string key,
        DifyClient client,
        AppBinding binding,
        string user,
        CancellationToken cancellationToken
    )
    {
        // A text generator keeps nothing that could be asked for.
        var hasRuns = binding.Mode is AppMode.Workflow or AppMode.AdvancedChat;
        var hasMessages = binding.Mode is AppMode.Chat or AppMode.AgentChat or AppModes.NewAgent;
        if (hasRuns || hasMessages)
            await SearchOnceAsync(client, hasRuns, user, cancellationToken).ConfigureAwait(false);
        if (HasResult(key))
            return new CheckpointDecision(null, null);
        var item = new CheckpointItem(_file, key, hasRuns);
        return _file.Find(key) switch
        {
            { Event: CheckpointState.Sending or CheckpointState.Running, RunId: { } run } when hasRuns => new(
                item,
                new EarlierTry(run, null, null)
            ),
            { Event: CheckpointState.Sending or CheckpointState.Running, ConversationId: { } conversation, MessageId: { } message }
                when hasMessages => new(item, new EarlierTry(null, conversation, message)),
            _ => new(item, null),
        };
    }

    /// <summary>Whether nothing is to be done about an item any more.</summary>
    public bool HasResult(string key) => _file.Find(key) is { IsFinal: true } state && !(state.IsFailure && _retriesFailed);

    /// <summary>Notes that an item was not sent, since it does not fit the app.</summary>
    public void Refuse(string key, Exception error) => new CheckpointItem(_file, key, hasRun: false).OnError(error);

    // All items that were lost are looked for before the first is run: a run of this command with the same inputs could
    // be mistaken for one of theirs.
    private async Task SearchOnceAsync(DifyClient client, bool hasRuns, string user, CancellationToken cancellationToken)
    {
        await _searching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_hasSearched)
                return;
            await (
                hasRuns
                    ? RunSearch.FindAsync(client, _file, user, cancellationToken)
                    : MessageSearch.FindAsync(client, _file, user, cancellationToken)
            ).ConfigureAwait(false);
            _hasSearched = true;
        }
        finally
        {
            _searching.Release();
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _searching.Dispose();
    }
}
