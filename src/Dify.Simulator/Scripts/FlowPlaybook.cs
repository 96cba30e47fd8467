using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>Chatflow and workflow: the run's and its nodes' events around the text of one LLM node; ends by its outcome.</summary>
internal abstract class FlowPlaybook(SimulatedRun run) : Playbook(run)
{
    private string? _lastNode;

    // They are told of with the run's end.
    protected override bool HasFileEvents => false;

    private string? Failure => Script.FailFor.Count == 0
        ? Script.Failure
        : Run.Inputs.Any(input => Script.FailFor.Contains(input.Value?.ToString() ?? ""))
            ? Script.Failure ?? "The input can't be used."
            : null;

    public override IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        yield return Events.WorkflowEvent("workflow_started", WorkflowEvents.Started(Run));
        foreach (var frame in PlayNode("start_node", "start", "Start").Concat(Run.Forms.SelectMany(PlayPause)).Concat(PlayTools()))
            yield return frame;

        var llm = Node("llm_node", "llm", "LLM");
        yield return llm.Start();
        for (var index = 0; index < Script.Retries; index++)
            yield return llm.Retry(index, "The model did not answer.");

        foreach (var frame in PlayReasoning(llm.NodeId))
            yield return frame;

        // A node that fails says something before only when the script tells what.
        var failure = Failure;
        if (failure is null || Script.Answer is not null || Script.Events > 0)
        {
            foreach (var frame in PlayText(llm.NodeId))
                yield return frame;
        }

        if (Run.HasEnded)
            yield break;

        if (failure is not null)
        {
            yield return llm.Finish(failure);
            Run.Error = failure;
            foreach (var frame in CloseFailed(failure))
                yield return frame;

            yield break;
        }

        yield return llm.Finish(metadata: Usage.OfNode(Run));
        foreach (var frame in PlayLastNode().Concat(Close(Script.Outcome)))
            yield return frame;
    }

    public override IEnumerable<ReadOnlyMemory<byte>> PlayStopped() => Close(RunStatus.Stopped);

    protected abstract IEnumerable<ReadOnlyMemory<byte>> PlayText(string nodeId);

    protected abstract IEnumerable<ReadOnlyMemory<byte>> PlayLastNode();

    protected abstract IEnumerable<ReadOnlyMemory<byte>> Close(string status);

    protected abstract IEnumerable<ReadOnlyMemory<byte>> CloseFailed(string failure);

    protected ReadOnlyMemory<byte> Finished() => Events.WorkflowEvent("workflow_finished", WorkflowEvents.Finished(Run));

    protected IEnumerable<ReadOnlyMemory<byte>> PlayNode(string id, string type, string title)
    {
        var node = Node(id, type, title);
        yield return node.Start();
        yield return node.Finish();
    }

    /// <summary>What comes before the LLM node.</summary>
    private IEnumerable<ReadOnlyMemory<byte>> PlayTools()
    {
        var retrieval = Script.Citations.Count > 0 ? PlayNode("knowledge_node", "knowledge-retrieval", "Knowledge Retrieval") : [];
        var iterations = Script.Iterations.SelectMany((one, index) => PlayRounds("iteration", index, one.Title, one.Count));
        var loops = Script.Loops.SelectMany((one, index) => PlayRounds("loop", index, one.Title, one.Count));
        return retrieval.Concat(iterations).Concat(loops).Concat(Script.AgentLogs.Count > 0 ? PlayAgent() : []);
    }

    private IEnumerable<ReadOnlyMemory<byte>> PlayRounds(string kind, int index, string title, int count) =>
        new FlowRounds(Run, Events, kind, _lastNode = $"{kind}_node{(index == 0 ? "" : index + 1)}", title, count).Play();

    private IEnumerable<ReadOnlyMemory<byte>> PlayAgent()
    {
        var agent = Node("agent_node", "agent", "Agent");
        yield return agent.Start();
        foreach (var log in Script.AgentLogs)
            yield return agent.Log(log);

        yield return agent.Finish();
    }

    private IEnumerable<ReadOnlyMemory<byte>> PlayReasoning(string nodeId)
    {
        if (Script.Reasoning is null)
            yield break;

        foreach (var (text, final) in new[] { (Script.Reasoning, false), ("", true) })
        {
            yield return Events.Event("reasoning_chunk", new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["message_id"] = Run.MessageId?.ToString(),
                    ["reasoning"] = text,
                    ["node_id"] = nodeId,
                    ["is_final"] = final,
                },
            });
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> PlayPause(PendingForm pending, int index)
    {
        var node = Node($"human_node{(index == 0 ? "" : index + 1)}", "human-input", pending.Form.Title);
        yield return node.Start();
        pending.Open(Run.Now);
        var form = new FormEvents(Run, pending, node);
        var required = Events.WorkflowEvent("human_input_required", form.Required());
        yield return required;
        Run.Pause(pending);
        Run.PauseData = form.Paused();
        var paused = Events.WorkflowEvent("workflow_paused", form.Paused());
        Run.PauseFrames = [required, paused];
        yield return paused;

        // The driver comes back when the form was submitted or its time is over.
        yield return pending.Outcome.Result is { } answer
            ? Events.WorkflowEvent("human_input_form_filled", form.Filled(answer))
            : Events.WorkflowEvent("human_input_form_timeout", form.TimedOut());
        yield return node.Finish();
    }

    private FlowNode Node(string id, string type, string title)
    {
        var node = new FlowNode(Run, Events, id, type, title, _lastNode);
        _lastNode = id;
        return node;
    }
}
