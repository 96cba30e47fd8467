using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>Chatflow: the workflow's and its nodes' events around <c>message</c> chunks; ends by its outcome.</summary>
internal sealed class ChatflowPlaybook(SimulatedRun run) : Playbook(run)
{
    private string? _lastNode;

    // They are told of with the run's end.
    protected override bool HasFileEvents => false;

    public override IEnumerable<ReadOnlyMemory<byte>> Play()
    {
        yield return Events.WorkflowEvent("workflow_started", WorkflowEvents.Started(Run));
        var start = Node("start_node", "start", "Start");
        yield return start.Start();
        yield return start.Finish();
        foreach (var frame in PlayPause())
        {
            yield return frame;
        }

        if (Script.Citations.Count > 0)
        {
            var retrieval = Node("knowledge_node", "knowledge-retrieval", "Knowledge Retrieval");
            yield return retrieval.Start();
            yield return retrieval.Finish();
        }

        var llm = Node("llm_node", "llm", "LLM");
        yield return llm.Start();
        foreach (var frame in PlayReasoning(llm.NodeId))
        {
            yield return frame;
        }

        // A node that fails says something before only when the script tells what.
        if (Script.Failure is null || Script.Answer is not null || Script.Events > 0)
        {
            foreach (var frame in PlayAnswer("message"))
            {
                yield return frame;
            }
        }

        if (Run.HasEnded)
        {
            yield break;
        }

        if (Script.Failure is not null)
        {
            yield return llm.Finish(Script.Failure);
            Run.Error = Script.Failure;
            Run.End(RunStatus.Failed);
            yield return Events.WorkflowEvent("workflow_finished", WorkflowEvents.Finished(Run));
            yield return Fail(new SimulatedError(400, "completion_request_error", Script.Failure));
            yield break;
        }

        yield return llm.Finish();
        var answer = Node("answer_node", "answer", "Answer");
        yield return answer.Start();
        yield return answer.Finish();
        foreach (var frame in Close(Script.Outcome))
        {
            yield return frame;
        }
    }

    public override IEnumerable<ReadOnlyMemory<byte>> PlayStopped() => Close(RunStatus.Stopped);

    private IEnumerable<ReadOnlyMemory<byte>> Close(string status)
    {
        Run.End(status);
        yield return EndMessage();
        yield return Events.WorkflowEvent("workflow_finished", WorkflowEvents.Finished(Run));
        foreach (var frame in EndSpeech())
        {
            yield return frame;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> PlayReasoning(string nodeId)
    {
        if (Script.Reasoning is null)
        {
            yield break;
        }

        foreach (var (text, final) in new[] { (Script.Reasoning, false), ("", true) })
        {
            yield return Events.Event("reasoning_chunk", new JsonObject
            {
                ["data"] = new JsonObject
                {
                    ["message_id"] = Run.MessageId.ToString(),
                    ["reasoning"] = text,
                    ["node_id"] = nodeId,
                    ["is_final"] = final,
                },
            });
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> PlayPause()
    {
        if (Script.Pause is null)
        {
            yield break;
        }

        var node = Node("human_node", "human-input", Script.Pause.Title);
        yield return node.Start();
        var form = new FormEvents(Run, Script.Pause, node);
        yield return Events.WorkflowEvent("human_input_required", form.Required());
        Run.Status = RunStatus.Paused;
        yield return Events.WorkflowEvent("workflow_paused", form.Paused());

        // The driver comes back when the form was submitted or its time is over.
        yield return Run.Form.Task.IsCompletedSuccessfully
            ? Events.WorkflowEvent("human_input_form_filled", form.Filled(Run.Form.Task.Result))
            : Events.WorkflowEvent("human_input_form_timeout", form.TimedOut());
        yield return node.Finish();
    }

    private ChatflowNode Node(string id, string type, string title)
    {
        var node = new ChatflowNode(Run, Events, id, type, title, _lastNode);
        _lastNode = id;
        return node;
    }
}
