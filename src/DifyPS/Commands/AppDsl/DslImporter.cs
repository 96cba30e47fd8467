using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Imports one DSL: sends it, has it confirmed where that is asked for, and tells what came of it.</summary>
/// <param name="confirms">Whether DSL of another version is imported without a question.</param>
internal sealed class DslImporter(bool confirms)
{
    /// <summary>Gives the app that was made or overwritten.</summary>
    public async Task ImportAsync(WorkspaceInvocation call, string shown, DslImport import)
    {
        var result = await TryAsync(call, shown, import, () => call.Client.Apps.ImportDslAsync(import, call.Token)).ConfigureAwait(false);
        if (result.Status == DslImportResult.Pending)
        {
            if (!await AgreesAsync(call, shown, result).ConfigureAwait(false))
            {
                call.Context.WriteWarning(Strings.FormatDslNotConfirmed(shown));
                return;
            }

            var pending = result;
            result = await TryAsync(call, shown, import, () => call.Client.Apps.ConfirmImportAsync(pending.Id, call.Token))
                .ConfigureAwait(false);
        }

        if (result.Status is not (DslImportResult.Completed or DslImportResult.CompletedWithWarnings) || string.IsNullOrEmpty(result.AppId))
            throw Failed(shown, Said(result.Error, shown, import) ?? result.Status, null);
        WorkspaceCompletionQuery.Forget(call.Connection);
        Warn(call, shown, result, Said(result.Error, shown, import));
        await TellMissingAsync(call, shown, result.AppId!).ConfigureAwait(false);
        var app = await call.Client.Apps.GetAsync(result.AppId!, call.Token).ConfigureAwait(false);
        call.Context.WriteObject(
            DifyWorkspaceApp.From(call.Workspace, app, new BoundNames(call.Context.Registry, call.Connection).Of(app.Id))
        );
    }

    // A failed import is answered as a bad request, with what is wrong in a field of its own.
    private static async Task<DslImportResult> TryAsync(
        WorkspaceInvocation call,
        string shown,
        DslImport import,
        Func<Task<DslImportResult>> ask
    )
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 400)
        {
            throw Failed(shown, Said(e.Message, shown, import)!, import.Address is null ? e : null);
        }
        catch (DifyApiException e) when (e.StatusCode == 404 && import.AppId is not null)
        {
            throw WorkspaceAppErrors.NotFound(call.Connection, import.AppId, e);
        }
    }

    // Dify repeats the address that it could not fetch.
    private static string? Said(string? text, string shown, DslImport import) =>
        import.Address is { } address ? text?.Replace(address, shown) : text;

    private static DifyCommandException Failed(string shown, string reason, Exception? cause) =>
        new(
            "DslImportFailed",
            ErrorCategory.InvalidData,
            Strings.FormatDslImportFailed(shown, reason),
            Strings.DslImportFailedAction,
            innerException: cause
        );

    private async Task<bool> AgreesAsync(WorkspaceInvocation call, string shown, DslImportResult result)
    {
        if (confirms)
            return true;
        var question = DisplayFormat.Text(Strings.FormatDslOtherVersion(shown, result.ImportedDslVersion, result.CurrentDslVersion));
        try
        {
            return await call
                .Context.InvokeAsync(cmdlet => cmdlet.ShouldContinue(question, Strings.DslOtherVersionCaption), call.Token)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or PSNotImplementedException or NotImplementedException)
        {
            // Nobody is there to be asked.
            throw new DifyCommandException(
                "DslImportPending",
                ErrorCategory.InvalidOperation,
                Strings.FormatDslImportPending(shown, result.ImportedDslVersion, result.CurrentDslVersion),
                Strings.DslImportPendingAction,
                innerException: e
            );
        }
    }

    private static void Warn(WorkspaceInvocation call, string shown, DslImportResult result, string? said)
    {
        if (result.Status != DslImportResult.CompletedWithWarnings)
            return;
        call.Context.WriteWarning(
            Strings.FormatDslImportWarned(shown, result.ImportedDslVersion, result.CurrentDslVersion, said).TrimEnd()
        );
    }

    // The app is there: that its plugins could not be asked for is no failure of the import.
    private static async Task TellMissingAsync(WorkspaceInvocation call, string shown, string appId)
    {
        try
        {
            var missing = await call.Client.Apps.ListMissingPluginsAsync(appId, call.Token).ConfigureAwait(false);
            if (missing.Count > 0)
                call.Context.WriteWarning(Strings.FormatDslPluginsMissing(shown, string.Join(", ", missing)));
        }
        catch (DifyApiException e) when (e.StatusCode != 401)
        {
            call.Context.WriteWarning(Strings.FormatDslPluginsUnknown(shown, e.Message));
        }
    }
}
