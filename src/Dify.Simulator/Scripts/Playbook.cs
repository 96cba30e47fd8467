using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Scripts;

/// <summary>The events of one run in their order. A mode has a playbook of its own, of the parts that are here.</summary>
internal abstract class Playbook(SimulatedRun run)
{
    private const int SpeechChunks = 3;

    protected SimulatedRun Run { get; } = run;

    protected ChatScript Script { get; } = run.Script;

    protected EventFactory Events { get; } = new(run);

    /// <summary>Whether files have events of their own in this mode.</summary>
    protected virtual bool HasFileEvents => true;

    /// <summary>Whether moderation replaces answers in this mode.</summary>
    protected virtual bool HasReplacement => true;

    /// <summary>Whether answers are spoken in this mode.</summary>
    protected virtual bool HasSpeech => true;

    public static Playbook For(SimulatedRun run) => run.App.Mode switch
    {
        _ when run.Script.Custom is not null || run.Script.Raw is not null => new VerbatimPlaybook(run),
        State.AppModes.AgentChat => new AgentPlaybook(run),
        State.AppModes.Agent => new NewAgentPlaybook(run),
        State.AppModes.AdvancedChat => new ChatflowPlaybook(run),
        State.AppModes.Workflow => new WorkflowPlaybook(run),
        _ => new ChatPlaybook(run),
    };

    /// <summary>The events, made one by one as they are due.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> Play();

    /// <summary>The closing events when the run is stopped: what was produced counts.</summary>
    public abstract IEnumerable<ReadOnlyMemory<byte>> PlayStopped();

    /// <summary>The end of a run that the script itself has broken.</summary>
    public ReadOnlyMemory<byte> PlayCrash(Exception e) =>
        Fail(new SimulatedError(500, "internal_server_error", "The script failed: " + e.Message));

    /// <summary>The answer: files, chunks with speech between, an error in the midst, or another text in its place.</summary>
    protected IEnumerable<ReadOnlyMemory<byte>> PlayAnswer(TextFrame frames)
    {
        foreach (var file in Script.Files)
        {
            var fields = AnswerParts.FileEvent(Run, file);
            if (HasFileEvents)
                yield return Events.Event("message_file", fields);
        }

        var speech = new Queue<byte[]>(HasSpeech && Script.Speech is { } whole ? whole.Chunk((whole.Length / SpeechChunks) + 1) : []);
        var count = 0;
        foreach (var text in AnswerText.Chunks(Run))
        {
            if (count++ == Script.Error?.AfterEvents)
                break;

            Run.Append(text);
            yield return frames.With(text);
            if (speech.TryDequeue(out var audio))
                yield return Events.Speech("tts_message", audio);
        }

        if (Script.Error is not null)
        {
            yield return Fail(Script.Error);
            yield break;
        }

        while (speech.TryDequeue(out var audio))
            yield return Events.Speech("tts_message", audio);

        if (HasReplacement && Script.Replace is not null)
        {
            Run.Replace(Script.Replace);
            var fields = new JsonObject { ["answer"] = Script.Replace };
            if (Run.WorkflowRunId is not null || Run.Conversation is null)
                fields["reason"] = Script.ReplaceReason;

            yield return Events.Event("message_replace", fields);
        }
    }

    /// <summary>Saves the message before anybody hears that it is complete.</summary>
    protected ReadOnlyMemory<byte> EndMessage(bool withResources = true)
    {
        var metadata = new JsonObject { ["usage"] = Usage.Of(Run) };
        if (withResources && Script.Citations.Count > 0)
        {
            Run.Cite(AnswerParts.Resources(Run));
            metadata["retriever_resources"] = new JsonArray([.. Run.Resources.Select(resource => resource.DeepClone())]);
        }

        return Events.Event("message_end", new JsonObject { ["id"] = Run.MessageId.ToString(), ["metadata"] = metadata });
    }

    protected IEnumerable<ReadOnlyMemory<byte>> EndSpeech()
    {
        if (HasSpeech && Script.Speech is not null)
            yield return Events.Speech("tts_message_end", []);
    }

    protected ReadOnlyMemory<byte> Fail(SimulatedError error)
    {
        Run.Error ??= error.Message;
        Run.Failed = error;
        Run.End(RunStatus.Failed);
        return Events.Error(error);
    }
}
