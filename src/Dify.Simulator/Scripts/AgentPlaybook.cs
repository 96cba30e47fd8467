using System;
using System.Collections.Generic;

namespace Dify.Simulator.Scripts;

/// <summary>Agent: <c>agent_thought</c> steps, <c>agent_message</c> chunks, then <c>message_end</c>.</summary>
internal class AgentPlaybook(SimulatedRun run) : Playbook(run)
{
    private static readonly SimulatedThought DefaultThought = new("No tool is needed for this.");

    public override IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        var position = 0;
        foreach (var thought in Script.Thoughts.Count > 0 ? Script.Thoughts : [DefaultThought])
            yield return Events.Event("agent_thought", AnswerParts.ThoughtEvent(Run, thought, ++position));

        foreach (var frame in PlayAnswer(Events.Chunks("agent_message")))
            yield return frame;

        if (Run.HasEnded)
            yield break;

        foreach (var frame in Close(RunStatus.Succeeded))
            yield return frame;
    }

    public override IEnumerable<ReadOnlyMemory<byte>> PlayStopped() => Close(RunStatus.Stopped);

    protected virtual IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        Run.End(status);
        yield return EndMessage();
        foreach (var frame in EndSpeech())
            yield return frame;
    }
}
