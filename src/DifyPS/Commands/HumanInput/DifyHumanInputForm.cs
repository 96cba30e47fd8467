using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.HumanInput;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Completion;

namespace DifyPS;

/// <summary>A form that a paused workflow or chatflow waits for.</summary>
public sealed class DifyHumanInputForm
{
    internal DifyHumanInputForm(string app, string user, string? run, HumanInputPause pause)
        : this(
            app,
            user,
            run,
            pause.FormToken,
            pause.FormContent,
            pause.Inputs,
            pause.Actions,
            pause.ResolvedDefaultValues,
            pause.ExpiresAt
        )
    {
        Title = pause.NodeTitle;
        NodeId = pause.NodeId;
        CompletionCache.Note(this);
    }

    internal DifyHumanInputForm(string app, string user, string? run, string token, HumanInputForm form)
        : this(app, user, run, token, form.FormContent, form.Inputs, form.Actions, form.ResolvedDefaultValues, form.ExpiresAt) =>
        CompletionCache.Note(this);

    private DifyHumanInputForm(
        string app,
        string user,
        string? run,
        string? token,
        string? content,
        IReadOnlyList<HumanInputField> fields,
        IReadOnlyList<HumanInputAction> actions,
        JsonElement? defaults,
        DateTimeOffset? expires)
    {
        App = app;
        User = user;
        RunId = run;
        FormToken = token;
        Content = content;
        Inputs = ShownList.Of(fields.Select(field => new DifyFormField(field, defaults)));
        Actions = ShownList.Of(actions.Select(action => new DifyFormAction(action)));
        ExpiresAt = expires;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user whose run it is.</summary>
    public string User { get; }

    /// <summary>The run that waits; null when only the form is known.</summary>
    public string? RunId { get; }

    /// <summary>Opens the form; null when it is delivered another way, such as by mail.</summary>
    public string? FormToken { get; }

    /// <summary>The title of the node that waits; null when only the form is known.</summary>
    public string? Title { get; }

    /// <summary>The node that waits; null when only the form is known.</summary>
    public string? NodeId { get; }

    /// <summary>What the form says.</summary>
    public string? Content { get; }

    /// <summary>The fields to fill in.</summary>
    public IReadOnlyList<DifyFormField> Inputs { get; }

    /// <summary>The ways to submit it.</summary>
    public IReadOnlyList<DifyFormAction> Actions { get; }

    /// <summary>Until when it can be submitted, local time.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The command that submits it, in lines that fit a narrow window; null when the form is delivered another way.</summary>
    // A view breaks what is too long in the middle of a word, and then it can be copied no more.
    public string? ContinueWith => Command(" `" + Environment.NewLine + "    ");

    /// <summary>The same on one line.</summary>
    internal string? ContinueWithLine => Command(" ");

    /// <summary>Gives what the form says.</summary>
    public override string ToString() => DisplayFormat.Text(Content ?? Title ?? "form");

    private string? Command(string next)
    {
        if (FormToken is null)
            return null;
        var command =
            $"Submit-DifyHumanInputForm {Quoting.Quote(App)} {Quoting.Quote(FormToken)}{next}-Action {(Actions.Count > 0 ? Quoting.Quote(Actions[0].Id) : "...")}";
        if (Inputs.Count > 0)
        {
            command +=
                " -Inputs @{ "
                + string.Join("; ", Inputs.Select(input => $"{Quoting.Key(input.Name)} = {Quoting.Literal(input.Sample)}"))
                + " }";
        }
        return $"{command}{next}{(RunId is null ? "-NoWait" : "-RunId " + Quoting.Quote(RunId))} -User {Quoting.Quote(User)}";
    }
}

/// <summary>A field of a form.</summary>
public sealed class DifyFormField
{
    internal DifyFormField(HumanInputField field, JsonElement? defaults)
    {
        Field = field;
        Default =
            defaults is { ValueKind: JsonValueKind.Object } all
            && all.TryGetProperty(Name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }

    /// <summary>The name that its value is submitted under.</summary>
    public string Name => Field.OutputVariableName ?? string.Empty;

    /// <summary><c>paragraph</c>, <c>select</c>, <c>file</c> or <c>file-list</c>.</summary>
    public string Type => Field.Type ?? string.Empty;

    /// <summary>What it begins with.</summary>
    public string? Default { get; }

    /// <summary>The values that a <c>select</c> takes, where the form names them.</summary>
    public IReadOnlyList<string> Options => ShownList.Of(Field.OptionSource?.Value ?? Array.Empty<string>());

    /// <summary>The types of files that it takes, such as <c>image</c>.</summary>
    public IReadOnlyList<string> AllowedFileTypes => ShownList.Of(Field.AllowedFileTypes);

    /// <summary>The extensions of files that it takes, of type <c>custom</c>.</summary>
    public IReadOnlyList<string> AllowedFileExtensions => ShownList.Of(Field.AllowedFileExtensions);

    /// <summary>The most files that it takes.</summary>
    public int? MaxFiles => Field.NumberLimits;

    /// <summary>What stands in a command to be edited: the form goes through with it, unless it wants a file.</summary>
    internal string Sample => Default ?? (Type is "file" or "file-list" ? "path" : Options.Count > 0 ? Options[0] : string.Empty);

    internal HumanInputField Field { get; }

    /// <summary>Gives name and type.</summary>
    public override string ToString() => DisplayFormat.Text($"{Name} ({Type})");
}

/// <summary>A way to submit a form.</summary>
public sealed class DifyFormAction
{
    private readonly HumanInputAction _action;

    internal DifyFormAction(HumanInputAction action) => _action = action;

    /// <summary>What -Action takes.</summary>
    public string Id => _action.Id ?? string.Empty;

    /// <summary>The button's label.</summary>
    public string Title => _action.Title ?? Id;

    /// <summary>Gives the id.</summary>
    public override string ToString() => DisplayFormat.Text(Id);
}
