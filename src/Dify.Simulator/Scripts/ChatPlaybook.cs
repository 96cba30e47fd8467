using System;
using System.Collections.Generic;

namespace Dify.Simulator.Scripts;

/// <summary>Chatbot and Text Generator: <c>message</c> chunks, then <c>message_end</c>.</summary>
internal sealed class ChatPlaybook(SimulatedRun run) : Playbook(run)
{
    public override IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        foreach (var frame in PlayAnswer(Events.Chunks("message")))
            yield return frame;

        if (Run.HasEnded)
            yield break;

        foreach (var frame in Close(RunStatus.Succeeded))
            yield return frame;
    }

    public override IEnumerable<ReadOnlyMemory<byte>> PlayStopped() => Close(RunStatus.Stopped);

    private IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        Run.End(status);
        yield return EndMessage();
        foreach (var frame in EndSpeech())
            yield return frame;
    }
}
