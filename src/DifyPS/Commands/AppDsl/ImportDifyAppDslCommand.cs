using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Export;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Files;

namespace DifyPS.Commands;

/// <summary>
/// Makes apps of Dify's DSL, or overwrites one by one file (console: <c>POST /apps/imports</c>,
/// <c>POST /apps/imports/{import_id}/confirm</c> and <c>GET /apps/imports/{app_id}/check-dependencies</c>).
/// </summary>
[Cmdlet(VerbsData.Import, "DifyAppDsl", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(DifyWorkspaceApp))]
public sealed class ImportDifyAppDslCommand : DifyWorkspaceCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private readonly List<DslOrder> _orders = [];
    private DslOrder? _current;

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
    [IdArgument(nameof(AppId), Optional = true)]
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

    private protected override string? WorkspaceName => _current is null ? base.WorkspaceName : _current.Workspace;

    // A row may leave its cell empty. Whoever names the app by a variable that holds nothing does not mean a new one.
    private protected override void RequireArguments()
    {
        base.RequireArguments();
        if (IsOfAllItems(nameof(AppId)) && string.IsNullOrEmpty(AppId))
        {
            ThrowTerminatingError(
                ErrorRecords.From(InvalidInput.Error(Strings.FormatArgumentEmpty(nameof(AppId)), Strings.DslAppIdEmptyAction), null)
            );
        }
    }

    /// <summary>Notes what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            IReadOnlyList<FileSource> sources = [];
            if (TryItem(ShownAddress.Of(path), () => sources = Find(path)))
                _orders.AddRange(sources.Select(source => new DslOrder(path, source, AppId, NameInItem, Workspace)));
        }
    }

    /// <summary>Imports all, once it is known that no file is meant for several apps, and no app for several files.</summary>
    protected override void EndProcessing()
    {
        // What the last item said is not about the others.
        (InputObject, Path, LiteralPath, AppId) = (null, [], [], IsGiven(nameof(AppId)) ? AppId : null);
        Workspace = IsGiven(nameof(Workspace)) ? Workspace : null;
        var orders = _orders.Where(one => !one.IsOver || _orders.First(one.IsLike) == one).ToList();
        if (RequiresOne && orders.Select(one => one.Place).Distinct().Count() > 1)
        {
            TryItem(Name ?? AppId, () => throw DslOrders.ForOneFile(Name is null ? "-AppId" : "-Name"));
            return;
        }

        foreach (var problem in DslOrders.Conflicts(orders))
        {
            WriteError(ErrorRecords.From(problem.Error, problem.Target));
            orders.RemoveAll(problem.Orders.Contains);
        }

        foreach (var order in orders)
        {
            _current = order;
            Import(order);
        }
    }

    private bool RequiresOne => Name is not null || IsGiven(nameof(AppId));

    private string? NameInItem => (InputObject?.BaseObject as DifyWorkspaceApp)?.Name;

    private IReadOnlyList<FileSource> Find(string path)
    {
        try
        {
            return ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this);
        }
        catch (ArgumentException e)
        {
            throw InvalidInput.Error(ErrorRecords.Sentence(e), Strings.DslUnusableAction, e);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new DifyCommandException(
                "FileError",
                ErrorCategory.ReadError,
                e.Message,
                Strings.DslUnusableAction,
                innerException: e
            );
        }
    }

    private void Import(DslOrder order)
    {
        string? dsl = null;
        Change(
            order.Path,
            connection => (order.Shown, Question(order, connection)),
            call => new DslImporter(Force).ImportAsync(call, order.Shown, new DslImport
            {
                Content = dsl,
                Address = order.Source.Url,
                AppId = order.AppId,
                Name = Name,
            }),
            connection =>
            {
                WorkspaceGuard.RequireConsole(connection, CommandName);
                dsl = order.Source.Path is null ? null : DslText.Read(order.Source.Path);
            },
            requireRole: connection => WorkspaceGuard.RequireEditor(connection, CommandName)
        );
    }

    private static string Question(DslOrder order, WorkspaceConnection connection) =>
        order.IsOver
            ? Strings.FormatConfirmOverwriteByDsl(order.App, connection.Name)
            : Strings.FormatConfirmImportDsl(connection.Name);
}
