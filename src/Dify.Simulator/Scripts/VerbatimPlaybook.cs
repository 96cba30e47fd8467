using System;
using System.Collections.Generic;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>Exactly what a script has, right or wrong.</summary>
internal sealed class VerbatimPlaybook(SimulatedRun run) : Playbook(run)
{
    public override IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        foreach (var json in Script.Custom ?? [])
        {
            if ((string?)json["event"] is "message" or "agent_message")
                Run.Append((string?)json["answer"] ?? "");

            if ((string?)json["event"] is "text_chunk")
                Run.Append((string?)json["data"]?["text"] ?? "");

            yield return Events.Custom(json);
        }

        foreach (var text in Script.Raw ?? [])
            yield return Frame.Raw(text);

        Run.End(Script.Outcome);
    }

    public override IEnumerable<ReadOnlyMemory<byte>> PlayStopped()
    {
        Run.End(RunStatus.Stopped);
        yield return Run.Message is null ? Events.WorkflowEvent("workflow_finished", WorkflowEvents.Finished(Run)) : EndMessage();
    }
}
