using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Binding;
using DifyPS.Inputs;

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
    public async Task<CheckpointDecision> DecideAsync(
        string key, DifyClient client, AppBinding binding, string user, CheckedInput input, CancellationToken cancellationToken)
    {
        var state = _file.Find(key);
        if (state is { IsFinal: true } && !(state.IsFailure && _retriesFailed))
            return new CheckpointDecision(null, null);
        var item = new CheckpointItem(_file, key);
        var mayRun = state is { Event: CheckpointState.Sending or CheckpointState.Running } && binding.Mode is AppMode.Workflow or AppMode.AdvancedChat;
        if (!mayRun)
            return new CheckpointDecision(item, null);
        var run = state!.RunId ?? await RunSearch.FindAsync(client, _file, state, state.User ?? user, input.Filled.Values, cancellationToken).ConfigureAwait(false);
        return new CheckpointDecision(item, run);
    }

    public void Dispose() => _file.Dispose();
}
