using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Rest;
using Dify.Client.Runs;
using Dify.Client.Workflows;
using DifyPS.Common;
using DifyPS.Runs;

namespace DifyPS;

/// <summary>How a workflow's run came out. It carries its run, its form when it is paused, and the object it was made from.</summary>
public sealed class DifyWorkflowResult : DifyResult
{
    internal DifyWorkflowResult(string app, string user, object? input, WorkflowResult result)
        : base(app, user, result)
    {
        Input = input;
        Pauses = ShownList.Of(result.Pauses.Select(pause => new DifyHumanInputForm(app, user, result.WorkflowRunId, pause)));
    }

    /// <summary><c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>.</summary>
    public string Status => Model.Status;

    /// <summary>What came out, with a property an output variable.</summary>
    public PSObject? Outputs =>
        field ??= Model.Outputs is { ValueKind: System.Text.Json.JsonValueKind.Object } outputs
            ? PowerShellValues.FromJson(outputs) as PSObject
            : null;

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => Model.Error;

    /// <summary>How long the run took in Dify.</summary>
    public TimeSpan Elapsed => Model.Elapsed;

    /// <summary>The tokens of all nodes.</summary>
    public long? Tokens => Model.TotalTokens;

    /// <summary>The nodes that ran, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps => Model.Steps;

    /// <summary>The number of steps, as Dify counts them.</summary>
    public int StepCount => Model.TotalSteps ?? Model.Steps.Count;

    /// <summary>The run.</summary>
    public string? RunId => Model.WorkflowRunId;

    /// <summary>The task, which <c>Stop-DifyTask</c> stops.</summary>
    public string? TaskId => Model.TaskId;

    /// <summary>The version of the workflow that ran.</summary>
    public string? WorkflowId => Model.WorkflowId;

    /// <summary>The object or the inputs that it was made from.</summary>
    public object? Input { get; }

    /// <summary>Files that the run made, as Dify tells of them.</summary>
    public IReadOnlyList<PSObject> Files =>
        field ??= Model.Files.Select(file => PowerShellValues.FromJson(file)).OfType<PSObject>().ToList();

    /// <summary>A model's reasoning, where it comes apart from the text.</summary>
    public string? Reasoning => Model.Reasoning;

    /// <summary>The form that a paused run waits for; null when it is not paused.</summary>
    public DifyHumanInputForm? Pause => Pauses.Count > 0 ? Pauses[0] : null;

    /// <summary>All forms that a paused run waits for.</summary>
    public IReadOnlyList<DifyHumanInputForm> Pauses { get; }

    /// <summary>The token of the form that a paused run waits for.</summary>
    public string? FormToken => Pause?.FormToken;

    /// <summary>The command that goes on with a paused run; null when it is not paused.</summary>
    public string? ContinueWith => Pause?.ContinueWith;

    /// <summary>When the run began, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>When the run ended, local time.</summary>
    public DateTimeOffset? FinishedAt => Model.FinishedAt;

    /// <summary>One line about the result: app, status when it is not the usual one, tokens, steps and time.</summary>
    public string Summary => ResultSummary.Line(App, Status, Tokens, null, Elapsed, ResultSummary.Steps(StepCount));

    // What people would read: the only output's text, or all outputs as JSON.
    internal string OutputText => field ??= TextOf(Model);

    /// <summary>Gives the only output when it is text, else all of them as JSON.</summary>
    public override string ToString() => DisplayFormat.Text(OutputText);

    private static string TextOf(WorkflowResult result)
    {
        if (result.Outputs is not { ValueKind: System.Text.Json.JsonValueKind.Object } outputs)
            return result.Text;
        var all = outputs.EnumerateObject().ToList();
        return all.Count switch
        {
            0 => result.Text,
            1 when all[0].Value.ValueKind == System.Text.Json.JsonValueKind.String => all[0].Value.GetString()!,
            _ => System.Text.Encoding.UTF8.GetString(JsonValueWriter.Write(outputs)),
        };
    }

    private WorkflowResult Model => (WorkflowResult)Raw!;
}
