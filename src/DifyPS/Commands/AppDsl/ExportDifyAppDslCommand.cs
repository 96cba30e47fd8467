using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;
using DifyPS.Output.Export;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Writes apps of a workspace into files, as Dify's DSL (console: <c>GET /apps/{app_id}/export</c>; programmatic API:
/// <c>GET /apps/{app_id}/dsl</c>).
/// </summary>
[Cmdlet(VerbsData.Export, "DifyAppDsl", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
[WorksWith(AppScope.App)]
public sealed class ExportDifyAppDslCommand : WorkspaceAppCmdlet
{
    private DslTarget? _target;
    private int _written;

    /// <summary>The file, or a folder that takes a file an app; the current folder when missing.</summary>
    [Parameter(Position = 1)]
    [Alias("LiteralPath", "OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Write the values of secret environment variables as well. Whoever reads the files has them.</summary>
    [Parameter]
    public SwitchParameter IncludeSecret { get; set; }

    /// <summary>Leave a file that is there as it is.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Finds out what the path stands for.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _target = new DslTarget(this, Path, NoClobber, Force, IncludeSecret ? Readers.OwnerOnly : Readers.AsUsual);
        }
        catch (System.Exception e) when (ErrorRecords.IsExpected(e))
        {
            ThrowTerminatingError(ErrorRecords.From(e, Path));
        }

        if (IncludeSecret)
            WriteWarning(Strings.FormatDslWithSecrets(_target!.Shown));
    }

    /// <summary>Tells those who want to know how many there were.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (_written > 0 && IsVerbose)
            WriteVerbose(Strings.FormatVerboseExportedAll(_target!.Shown, DisplayFormat.Count(_written)));
    }

    private protected override void Process(AppTarget target) =>
        Run(
            target.Item,
            call => ExportAsync(call, target),
            _ => _target!.Check(target.AppId, target.Name),
            connection => (_target!.Shown, Question(target, connection)),
            target.Subject,
            connection => WorkspaceGuard.RequireEditor(connection, CommandName)
        );

    private string Question(AppTarget target, WorkspaceConnection connection) =>
        IncludeSecret
            ? Strings.FormatConfirmExportDslWithSecrets(target.Shown, connection.Name)
            : Strings.FormatConfirmExportDsl(target.Shown, connection.Name);

    private async Task ExportAsync(WorkspaceInvocation call, AppTarget target)
    {
        var dsl = await call.Client.Apps.ExportDslAsync(target.AppId, IncludeSecret, call.Token).ConfigureAwait(false);
        var file = _target!.Write(target.AppId, target.Name ?? DslText.NameIn(dsl) ?? target.AppId, dsl);
        _written++;
        call.Context.WriteVerbose(Strings.FormatVerboseExported(target.Shown, file.FullName));
        if (PassThru)
            call.Context.WriteFile(file);
    }
}
