using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Chat;
using Dify.Client.Files;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Inputs;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>One form, filled in: looked at first, so that what does not fit is told before anything is decided.</summary>
internal sealed class FormSubmission
{
    private readonly AppBinding _binding;
    private readonly string _token;
    private readonly string _action;
    private readonly IDictionary? _inputs;
    private readonly string? _run;
    private readonly string _user;
    private readonly object? _paused;

    /// <param name="binding">The app.</param>
    /// <param name="token">The form.</param>
    /// <param name="action">The action's id.</param>
    /// <param name="inputs">The fields' values by name.</param>
    /// <param name="run">The run to follow; null to leave it alone.</param>
    /// <param name="user">Whose run it is.</param>
    /// <param name="paused">The paused result, where there is one: what comes of it is made from the same input.</param>
    public FormSubmission(AppBinding binding, string token, string action, IDictionary? inputs, string? run, string user, object? paused)
    {
        _binding = binding;
        _token = token;
        _action = action;
        _inputs = inputs;
        _run = run;
        _user = user;
        _paused = paused;
    }

    public async Task RunAsync(WorkContext context, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(_binding, cancellationToken).ConfigureAwait(false);
        var form = new DifyHumanInputForm(
            _binding.Name, _user, _run, _token, await client.HumanInput.GetFormAsync(_token, cancellationToken).ConfigureAwait(false));
        var problems = new List<string>();
        var action = FindAction(form, problems);
        var values = Fill(form, problems);
        var files = await FindFilesAsync(context, form, problems, cancellationToken).ConfigureAwait(false);
        foreach (var field in form.Inputs.Where(field => !values.ContainsKey(field.Name) && files.All(one => one.Field != field)))
            problems.Add(Strings.FormatFormFieldEmpty(field.Name));
        var parameters = files.Count > 0 ? await client.Apps.GetParametersAsync(cancellationToken).ConfigureAwait(false) : null;
        var sender = new FileSender(context, client, _binding, _user);
        foreach (var (field, sources) in files)
            problems.AddRange(sources.SelectMany(source => sender.Check(source, InputVariable.FromField(field.Field), parameters!)).Select(problem => problem.Message.TrimEnd('.')));
        if (problems.Count > 0)
            throw Refuse(form, problems);
        foreach (var (field, sources) in files)
            values[field.Name] = await SendAsync(sender, field, sources, parameters!, cancellationToken).ConfigureAwait(false);
        await client.HumanInput.SubmitAsync(_token, action, values, _user, cancellationToken).ConfigureAwait(false);
        if (_run is not null)
        {
            await RunFollower.FollowAsync(
                context, _binding, _run, _user, (_paused as DifyChatReply)?.Message ?? string.Empty, (_paused as DifyWorkflowResult)?.Input, _token, cancellationToken).ConfigureAwait(false);
        }
    }

    private string FindAction(DifyHumanInputForm form, List<string> problems)
    {
        // People say what the button says, too.
        var action = form.Actions.FirstOrDefault(one => one.Id == _action)
            ?? form.Actions.FirstOrDefault(one => string.Equals(one.Id, _action, StringComparison.OrdinalIgnoreCase) || string.Equals(one.Title, _action, StringComparison.OrdinalIgnoreCase));
        if (action is null)
            problems.Add(Strings.FormatFormActionUnknown(_action));
        return action?.Id ?? _action;
    }

    private Dictionary<string, object?> Fill(DifyHumanInputForm form, List<string> problems)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in form.Inputs)
        {
            // Dify wants every field. Its own page sends those that nobody touched as they are, and so does this.
            if (field.Type == "file-list")
                values[field.Name] = Array.Empty<object>();
            else if (field.Default is not null || field.Type == "paragraph")
                values[field.Name] = field.Default ?? string.Empty;
        }

        foreach (DictionaryEntry entry in _inputs ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            var field = Find(form, name);
            if (field is null)
                problems.Add(Strings.FormatFormFieldUnknown(name));
            else if (!IsFile(field))
                values[field.Name] = Text(field, PowerShellValues.ToPlain(entry.Value), problems);
        }

        return values;
    }

    private static object? Text(DifyFormField field, object? value, List<string> problems)
    {
        var text = value is null ? string.Empty : ValueFitter.AsText(value);
        if (text is null)
            problems.Add(Strings.FormatFormFieldNotText(field.Name));
        else if (field.Type == "select" && field.Options.Count > 0 && !field.Options.Contains(text))
            problems.Add(Strings.FormatFormFieldOption(field.Name, text, string.Join(", ", field.Options)));
        return text;
    }

    private async Task<List<(DifyFormField Field, List<FileSource> Sources)>> FindFilesAsync(
        WorkContext context, DifyHumanInputForm form, List<string> problems, CancellationToken cancellationToken)
    {
        var all = new List<(DifyFormField Field, List<FileSource> Sources)>();
        foreach (DictionaryEntry entry in _inputs ?? new Hashtable())
        {
            if (Find(form, entry.Key.ToString()!) is not { } field || !IsFile(field))
                continue;
            var given = FileTable.Flatten(entry.Value);
            if (given.Count == 0)
                continue;
            var sources = await FileTable.FindAsync(context, given, problems, cancellationToken).ConfigureAwait(false);
            var most = field.Type == "file" ? 1 : field.MaxFiles ?? int.MaxValue;
            if (sources.Count > most)
                problems.Add(Strings.FormatFormFieldFiles(field.Name, most, sources.Count));
            all.Add((field, sources));
        }

        return all;
    }

    private static async Task<object?> SendAsync(
        FileSender sender, DifyFormField field, List<FileSource> sources, AppParameters parameters, CancellationToken cancellationToken)
    {
        var variable = InputVariable.FromField(field.Field);
        var references = new List<FileReference>();
        foreach (var source in sources)
            references.Add(await sender.SendAsync(source, variable, parameters, cancellationToken).ConfigureAwait(false));
        return field.Type == "file-list" ? references : references.FirstOrDefault();
    }

    private DifyBindingException Refuse(DifyHumanInputForm form, List<string> problems)
    {
        var what = string.Join("; ", problems);
        var actions = string.Join(", ", form.Actions.Select(action => action.Title == action.Id ? action.Id : $"{action.Id} ({action.Title})"));
        return new DifyBindingException(
            "InvalidForm", ErrorCategory.InvalidArgument,
            form.Inputs.Count == 0
                ? Strings.FormatFormInvalidNoFields(_binding.Name, what, actions)
                : Strings.FormatFormInvalid(_binding.Name, what, string.Join(", ", form.Inputs), actions),
            Strings.FormatFormInvalidAction(Quoting.Literal(_binding.Name), Quoting.Quote(_token)), _binding.Name);
    }

    private static bool IsFile(DifyFormField field) => field.Type is "file" or "file-list";

    private static DifyFormField? Find(DifyHumanInputForm form, string name) =>
        form.Inputs.FirstOrDefault(field => field.Name == name)
        ?? form.Inputs.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));
}
