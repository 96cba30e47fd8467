using System;
using System.Collections.Generic;

namespace Dify.Simulator.Scripts;

/// <summary>
/// Workflow: a flow that streams <c>text_chunk</c> and gives outputs. <c>workflow_finished</c> is its last event, whatever the outcome.
/// </summary>
internal sealed class WorkflowPlaybook(SimulatedRun run) : FlowPlaybook(run)
{
    protected override bool HasReplacement => false;

    protected override IEnumerable<ReadOnlyMemory<byte>> PlayText(string nodeId) => PlayAnswer(Events.TextChunks(nodeId));

    protected override IEnumerable<ReadOnlyMemory<byte>> PlayLastNode() => PlayNode("end_node", "end", "End");

    // The speech is over before: who hears of the end leaves.
    protected override IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        foreach (var frame in EndSpeech())
            yield return frame;

        Run.End(status);
        yield return Finished();
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> CloseFailed(string failure) => Close(RunStatus.Failed);
}
