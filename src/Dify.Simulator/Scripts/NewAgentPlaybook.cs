using System;
using System.Collections.Generic;

namespace Dify.Simulator.Scripts;

/// <summary>
/// New Agent: as an agent, but one <c>message</c> with the whole answer comes before <c>message_end</c>, which never cites.
/// </summary>
internal sealed class NewAgentPlaybook(SimulatedRun run) : AgentPlaybook(run)
{
    protected override bool HasFileEvents => false;

    protected override bool HasSpeech => false;

    protected override IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        // Whoever stops an answer gets no complete one.
        if (status == RunStatus.Succeeded)
            yield return Events.Chunks("message").With(Run.Answer);

        Run.End(status);
        yield return EndMessage(withResources: false);
    }
}
