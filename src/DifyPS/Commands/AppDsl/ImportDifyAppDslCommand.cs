using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Workspaces;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Export;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Files;

namespace DifyPS.Commands;

/// <summary>
/// Makes apps of Dify's DSL, or overwrites one (console: <c>POST /apps/imports</c>, <c>POST /apps/imports/{import_id}/confirm</c> and
/// <c>GET /apps/imports/{app_id}/check-dependencies</c>).
/// </summary>
[Cmdlet(VerbsData.Import, "DifyAppDsl", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DifyWorkspaceApp))]
public sealed class ImportDifyAppDslCommand : DifyWorkspaceCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private bool _named;

    /// <summary>The files, or addresses from which Dify itself fetches the DSL. Wildcards are welcome in names of files.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet
    )]
    [PathArgument(nameof(Path))]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files, where no sign of a name stands for others.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("FullName", "PSPath")]
    [PathArgument(nameof(LiteralPath))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The name of the connection; the only one there is when missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public override string? Workspace { get; set; }

    /// <summary>Dify's own id of the app to overwrite; a new one is made when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextArgument(nameof(AppId), Optional = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string? AppId { get; set; }

    // Not from the pipeline: that of a file is another name.

    /// <summary>The name of the app; the one in the DSL when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [RemoteNameArgument(nameof(Name))]
    public string? Name { get; set; }

    /// <summary>Import a DSL of another version without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Imports what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            IReadOnlyList<FileSource> sources = [];
            if (!TryItem(path, () => sources = Find(path)))
                continue;
            foreach (var source in sources)
                Import(path, source);
        }
    }

    private IReadOnlyList<FileSource> Find(string path)
    {
        if (!string.IsNullOrEmpty(AppId))
            WorkspaceAppErrors.RequireId(AppId!);
        var sources = ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this);
        var isForOne = Name is not null || IsGiven(nameof(AppId));
        if (isForOne && (_named || sources.Count > 1))
            throw new ArgumentException(Strings.FormatDslForOne(Name is null ? "-AppId" : "-Name"));
        _named = true;
        return sources;
    }

    private void Import(string path, FileSource source)
    {
        var shown = source.Path ?? source.Url!;
        string? dsl = null;
        Change(
            path,
            connection => (shown, Question(connection)),
            call => ImportAsync(call, shown, new DslImport
            {
                Content = dsl,
                Address = source.Url,
                AppId = string.IsNullOrEmpty(AppId) ? null : AppId,
                Name = Name,
            }),
            connection =>
            {
                WorkspaceGuard.RequireConsole(connection, CommandName);
                WorkspaceGuard.RequireEditor(connection, CommandName);
                dsl = source.Path is null ? null : DslText.Read(source.Path);
            }
        );
    }

    private string Question(WorkspaceConnection connection) =>
        string.IsNullOrEmpty(AppId)
            ? Strings.FormatConfirmImportDsl(connection.Name)
            : Strings.FormatConfirmOverwriteByDsl(AppId, connection.Name);

    private async Task ImportAsync(WorkspaceInvocation call, string shown, DslImport import)
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
            throw Failed(shown, result.Error ?? result.Status, null);
        WorkspaceCompletionQuery.Forget(call.Connection);
        Warn(call, shown, result);
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
            throw Failed(shown, e.Message, e);
        }
        catch (DifyApiException e) when (e.StatusCode == 404 && import.AppId is not null)
        {
            throw WorkspaceAppErrors.NotFound(call.Connection, import.AppId, e);
        }
    }

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
        if (Force)
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

    private static void Warn(WorkspaceInvocation call, string shown, DslImportResult result)
    {
        if (result.Status != DslImportResult.CompletedWithWarnings)
            return;
        call.Context.WriteWarning(
            Strings.FormatDslImportWarned(shown, result.ImportedDslVersion, result.CurrentDslVersion, result.Error).TrimEnd()
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
