using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Rest;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Binding;
using DifyPS.Commands;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>How a workflow's run came out. It carries its run, its form when it is paused, and the object it was made from.</summary>
public sealed class DifyWorkflowResult
{
    internal DifyWorkflowResult(AppBinding binding, string user, object? input, WorkflowResult result)
    {
        App = binding.Name;
        User = user;
        Input = input;
        RunId = result.WorkflowRunId;
        TaskId = result.TaskId;
        WorkflowId = result.WorkflowId;
        Status = result.Status;
        Error = result.Error;
        Outputs = result.Outputs is { ValueKind: System.Text.Json.JsonValueKind.Object } outputs ? PowerShellValues.FromJson(outputs) as PSObject : null;
        OutputText = TextOf(result);
        Tokens = result.TotalTokens;
        Steps = result.Steps;
        StepCount = result.TotalSteps ?? result.Steps.Count;
        Files = result.Files.Select(file => PowerShellValues.FromJson(file)).OfType<PSObject>().ToList();
        Reasoning = result.Reasoning;
        Elapsed = result.Elapsed;
        CreatedAt = result.CreatedAt;
        FinishedAt = result.FinishedAt;
        Pauses = result.Pauses.Select(pause => new DifyHumanInputForm(App, User, RunId, pause)).ToList();
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary><c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>.</summary>
    public string Status { get; }

    /// <summary>What came out, with a property an output variable.</summary>
    public PSObject? Outputs { get; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; }

    /// <summary>How long the run took in Dify.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens { get; }

    /// <summary>The nodes that ran, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; }

    /// <summary>The number of steps, as Dify counts them.</summary>
    public int StepCount { get; }

    /// <summary>The run.</summary>
    public string? RunId { get; }

    /// <summary>The task, which <c>Stop-DifyTask</c> stops.</summary>
    public string? TaskId { get; }

    /// <summary>The version of the workflow that ran.</summary>
    public string? WorkflowId { get; }

    /// <summary>The end user whose run it is.</summary>
    public string User { get; }

    /// <summary>The object or the inputs that it was made from.</summary>
    public object? Input { get; }

    /// <summary>Files that the run made, as Dify tells of them.</summary>
    public IReadOnlyList<PSObject> Files { get; }

    /// <summary>A model's reasoning, where it comes apart from the text.</summary>
    public string? Reasoning { get; }

    /// <summary>The form that a paused run waits for; null when it is not paused.</summary>
    public DifyHumanInputForm? Pause => Pauses.Count > 0 ? Pauses[0] : null;

    /// <summary>All forms that a paused run waits for.</summary>
    public IReadOnlyList<DifyHumanInputForm> Pauses { get; }

    /// <summary>The token of the form that a paused run waits for.</summary>
    public string? FormToken => Pause?.FormToken;

    /// <summary>The command that goes on with a paused run; null when it is not paused.</summary>
    public string? ContinueWith => Pause?.ContinueWith;

    /// <summary>When the run began, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>When the run ended, local time.</summary>
    public DateTimeOffset? FinishedAt { get; }

    /// <summary>One line about the result: app, status when it is not the usual one, tokens, steps and time.</summary>
    public string Summary => ResultSummary.Line(App, Status, Tokens, null, Elapsed, ResultSummary.Steps(StepCount));

    // What people would read: the only output's text, or all outputs as JSON.
    internal string OutputText { get; }

    /// <summary>Gives the only output when it is text, else all of them as JSON.</summary>
    public override string ToString() => Readable.Text(OutputText);

    private static string TextOf(WorkflowResult result)
    {
        if (result.Outputs is not { ValueKind: System.Text.Json.JsonValueKind.Object } outputs)
            return result.Text;
        var all = outputs.EnumerateObject().ToList();
        return all.Count switch
        {
            0 => result.Text,
            1 when all[0].Value.ValueKind == System.Text.Json.JsonValueKind.String => all[0].Value.GetString()!,
            _ => System.Text.Encoding.UTF8.GetString(RestBody.Write(outputs)),
        };
    }
}
