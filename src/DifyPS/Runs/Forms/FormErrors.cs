using System;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Runs.Forms;

/// <summary>What is told of a form that nobody can fill in any more: Dify tells neither its app nor what to do.</summary>
internal static class FormErrors
{
    /// <summary>Asks about a form.</summary>
    /// <param name="app">The app's name.</param>
    /// <param name="run">The run that waited for it, where it is known.</param>
    /// <param name="ask">Asks.</param>
    public static async Task<T> ExplainAsync<T>(string app, string? run, Func<Task<T>> ask)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (DifyApiException e) when (Describe(e, app) is { } text)
        {
            throw new DifyCommandException(e.Code, ErrorRecords.CategoryOf(e.StatusCode), text, ActionFor(e, app, run), app, e);
        }
    }

    private static string? Describe(DifyApiException error, string app) => (error.StatusCode, error.Code) switch
    {
        (412, "human_input_form_submitted") => Strings.FormatFormSubmitted(app),
        (412, "human_input_form_expired") => Strings.FormatFormExpired(app),
        (412, _) => Strings.FormatFormClosed(app, error.Message),
        (404, _) => Strings.FormatFormNotFound(app),
        _ => null,
    };

    private static string ActionFor(DifyApiException error, string app, string? run)
    {
        var name = Quoting.Quote(app);
        return error.StatusCode == 404 ? Strings.FormatFormNotFoundAction(name)
            : string.IsNullOrEmpty(run) ? Strings.FormatFormClosedAction($"Get-DifyWorkflowLog {name}")
            : Strings.FormatFormClosedAction($"Get-DifyWorkflowRun {name} {Quoting.Quote(run!)}");
    }
}
