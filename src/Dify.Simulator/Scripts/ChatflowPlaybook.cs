using System;
using System.Collections.Generic;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>Chatflow: a flow that answers with <c>message</c> chunks.</summary>
internal sealed class ChatflowPlaybook(SimulatedRun run) : FlowPlaybook(run)
{
    protected override IEnumerable<ReadOnlyMemory<byte>> PlayText(string nodeId)
    {
        var chunks = Events.TextChunks(nodeId);
        foreach (var text in Script.TextChunks)
            yield return chunks.With(text);

        foreach (var frame in PlayAnswer(Events.Chunks("message")))
            yield return frame;
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> PlayLastNode() => PlayNode("answer_node", "answer", "Answer");

    protected override IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        Run.End(status);
        yield return EndMessage();
        yield return Finished();
        foreach (var frame in EndSpeech())
            yield return frame;
    }

    protected override IEnumerable<ReadOnlyMemory<byte>> CloseFailed(string failure)
    {
        Run.End(RunStatus.Failed);
        yield return Finished();
        yield return Fail(new SimulatedError(400, "completion_request_error", failure));
    }
}
