using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Binding;

namespace DifyPS.Checkpoints;

/// <summary>What is to be done about an item that a checkpoint may know.</summary>
/// <param name="Item">Where its progress is noted; null when it has its result already.</param>
/// <param name="RunId">A run of an earlier command to take up first; null when there is none.</param>
internal sealed record CheckpointDecision(CheckpointItem? Item, string? RunId);

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
    /// <exception cref="DifyBindingException">This is another.</exception>
    public void Require(AppBinding binding)
    {
        if (!AppName.Comparer.Equals(binding.Name, _head.App))
        {
            throw new DifyBindingException(
                "CheckpointMismatch", System.Management.Automation.ErrorCategory.InvalidArgument,
                $"The checkpoint '{_path}' is of the app '{_head.App}', and this item is for '{binding.Name}'. Nothing was sent.",
                "Give each app a command and a checkpoint of its own.", binding.Name);
        }
    }

    /// <summary>Finds out what is known of an item.</summary>
    public async Task<CheckpointDecision> DecideAsync(string key, DifyClient client, AppBinding binding, string user, CancellationToken cancellationToken)
    {
        var hasRuns = binding.Mode is AppMode.Workflow or AppMode.AdvancedChat;
        if (hasRuns)
            await SearchOnceAsync(client, user, cancellationToken).ConfigureAwait(false);
        var state = _file.Find(key);
        if (state is { IsFinal: true } && !(state.IsFailure && _retriesFailed))
            return new CheckpointDecision(null, null);
        var mayHaveRun = hasRuns && state is { Event: CheckpointState.Sending or CheckpointState.Running };
        return new CheckpointDecision(new CheckpointItem(_file, key), mayHaveRun ? state!.RunId : null);
    }

    // All items that were lost are looked for before the first is run: a run of this command with the same inputs could
    // be mistaken for one of theirs.
    private async Task SearchOnceAsync(DifyClient client, string user, CancellationToken cancellationToken)
    {
        await _searching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_hasSearched)
                await RunSearch.FindAsync(client, _file, user, cancellationToken).ConfigureAwait(false);
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
