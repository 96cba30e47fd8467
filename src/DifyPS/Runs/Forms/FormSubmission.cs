using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs.Forms;

/// <summary>One form, filled in: looked at first, so that what does not fit is told before anything is decided.</summary>
internal sealed class FormSubmission
{
    private readonly AppInvocation _call;
    private readonly string _token;
    private readonly string _action;
    private readonly IDictionary? _inputs;
    private readonly string? _run;
    private readonly string? _waiting;
    private readonly string _user;
    private readonly object? _paused;

    /// <param name="call">The app, connected.</param>
    /// <param name="token">The form.</param>
    /// <param name="action">The action's id.</param>
    /// <param name="inputs">The fields' values by name.</param>
    /// <param name="run">The run that waits, where it is known.</param>
    /// <param name="follows">Whether it is followed.</param>
    /// <param name="user">Whose run it is.</param>
    /// <param name="paused">The paused result, where there is one: what comes of it is made from the same input.</param>
    public FormSubmission(
        AppInvocation call,
        string token,
        string action,
        IDictionary? inputs,
        string? run,
        bool follows,
        string user,
        object? paused
    )
    {
        _call = call;
        _token = token;
        _action = action;
        _inputs = inputs;
        _run = follows ? run : null;
        _waiting = run;
        _user = user;
        _paused = paused;
    }

    public async Task RunAsync()
    {
        var (context, client, cancellationToken) = (_call.Context, _call.Client, _call.Token);
        var form = new DifyHumanInputForm(
            _call.App,
            _user,
            _run,
            _token,
            await ExplainAsync(() => client.HumanInput.GetFormAsync(_token, cancellationToken)).ConfigureAwait(false)
        );
        var filled = FormFiller.Fill(AppForm.Of(form, null), new RunItem(_inputs), needsAll: true, UnassignedFiles.Message);
        var action = FindAction(form, filled.Problems);
        if (filled.Files.Count > 0)
            filled.Form = AppForm.Of(form, await client.Apps.GetParametersAsync(cancellationToken).ConfigureAwait(false));
        var preparer = new InputPreparer(context, client, _call.Binding, new FormSource(), _user);
        await preparer.FindFilesAsync(filled, cancellationToken).ConfigureAwait(false);
        if (filled.Problems.Count > 0)
            throw Refuse(form, filled.Problems);
        await preparer.UploadAsync(filled, cancellationToken).ConfigureAwait(false);
        await ExplainAsync(async () =>
            {
                await client.HumanInput.SubmitAsync(_token, action, filled.Values, _user, cancellationToken).ConfigureAwait(false);
                return true;
            })
            .ConfigureAwait(false);
        if (_run is not null)
        {
            await RunFollower
                .FollowAsync(
                    context,
                    _call.Binding,
                    _run,
                    _user,
                    (_paused as DifyChatReply)?.Message ?? string.Empty,
                    (_paused as DifyWorkflowResult)?.Input ?? (_paused as DifyChatReply)?.Input,
                    _token,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }

    private Task<T> ExplainAsync<T>(Func<Task<T>> ask) => FormErrors.ExplainAsync(_call.App, _waiting, ask);

    private string FindAction(DifyHumanInputForm form, List<string> problems)
    {
        // People say what the button says, too.
        var action = form.Actions.FirstOrDefault(one => one.Id == _action)
            ?? form.Actions.FirstOrDefault(one =>
                string.Equals(one.Id, _action, StringComparison.OrdinalIgnoreCase)
                || string.Equals(one.Title, _action, StringComparison.OrdinalIgnoreCase)
            );
        if (action is null)
            problems.Insert(0, Strings.FormatFormActionUnknown(_action));
        return action?.Id ?? _action;
    }

    private DifyCommandException Refuse(DifyHumanInputForm form, List<string> problems)
    {
        var what = string.Join("; ", problems);
        var actions = string.Join(
            ", ",
            form.Actions.Select(action => action.Title == action.Id ? action.Id : $"{action.Id} ({action.Title})")
        );
        return new DifyCommandException(
            "InvalidForm", ErrorCategory.InvalidArgument,
            form.Inputs.Count == 0
                ? Strings.FormatFormInvalidNoFields(_call.App, what, actions)
                : Strings.FormatFormInvalid(_call.App, what, string.Join(", ", form.Inputs), actions),
            Strings.FormatFormInvalidAction(Quoting.Literal(_call.App), Quoting.Quote(_token)), _call.App);
    }
}
