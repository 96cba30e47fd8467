using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Lists the apps of a workspace, and the names that are bound to them here (console: <c>GET /apps</c>, <c>GET /apps/{app_id}</c> and
/// <c>GET /apps/{app_id}/api-keys</c>).
/// </summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkspaceApp")]
[OutputType(typeof(DifyWorkspaceApp))]
public sealed class GetDifyWorkspaceAppCommand : DifyWorkspaceCmdlet
{
    private readonly HashSet<string> _toldOf = new(AppName.Comparer);
    private bool _toldOfKeys;

    /// <summary>The name of the connection; the only one there is when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public override string? Workspace { get; set; }

    /// <summary>
    /// Names of apps in Dify; wildcards are welcome. Where the connection is named, a text that comes through the pipeline is one.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [RemoteNameArgument(nameof(Name), Many = true)]
    [ArgumentCompleter(typeof(WorkspaceAppNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only apps of these modes.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Mode), Many = true)]
    [ArgumentCompleter(typeof(WorkspaceAppModeCompleter))]
    public string[]? Mode { get; set; }

    /// <summary>Only apps that have all of these tags; wildcards are welcome.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Tag), Many = true)]
    [ArgumentCompleter(typeof(WorkspaceTagCompleter))]
    [SupportsWildcards]
    public string[]? Tag { get; set; }

    /// <summary>Dify's own ids of the apps.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(AppId), Many = true, Narrows = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string[]? AppId { get; set; }

    /// <summary>Only apps that no name is bound to here.</summary>
    [Parameter]
    public SwitchParameter Unbound { get; set; }

    /// <summary>Ask for each app whether its API is on and how many keys it has.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    internal override bool TakesItem => PipedName is not null;

    // A text is the name of the connection as long as that is open, and else that of an app.
    private string? PipedName =>
        IsGiven(nameof(Workspace)) && !IsGiven(nameof(Name)) && InputObject?.Text is { } text
            ? (string?)new RemoteNameArgumentAttribute().Transform(null!, text)
            : null;

    /// <summary>Lists the apps of one workspace.</summary>
    protected override void ProcessRecord()
    {
        WorkspaceAppQuery? query = null;
        var modes = ModeFilter.Of(Mode, AppModes.All.Where(mode => mode != AppModes.Knowledge));
        List(
            InputObject?.Object ?? (object?)Workspace,
            call => FindAsync(call, query!, modes),
            static (_, app) => app,
            connection =>
            {
                query = Query(modes);
                Tell(connection);
            }
        );
    }

    // The name of an app is what people have in mind here, and the connection comes first.
    private protected override WorkspaceConnection GetConnection()
    {
        try
        {
            return base.GetConnection();
        }
        catch (DifyCommandException e) when (e.ErrorId == "WorkspaceNotFound" && Name is null && AppId is null && Registry.Workspaces.Count > 0)
        {
            throw WorkspaceAppErrors.TakenForConnection(e, WorkspaceName!, Registry.Workspaces);
        }
    }

    private WorkspaceAppQuery Query(ModeFilter? modes)
    {
        var names = PipedName is { } piped ? [piped] : Name;
        if (RefusedText.Is(PipedName))
            throw RefusedText.Error(PipedName!, nameof(Name));
        return new WorkspaceAppQuery
        {
            Names = AppPattern.Of(names),
            Modes = modes?.Modes,
            Tags = AppPattern.Of(Tag),
            Ids = AppId,
        };
    }

    // What such a connection leaves out looks as if it were not there.
    private void Tell(WorkspaceConnection connection)
    {
        if (WaysIn.IsProgrammatic(connection.Way) && _toldOf.Add(connection.Name))
            WriteWarning(Strings.FormatWorkspaceListsPart(connection.Name, WaysIn.Describe(connection.Way)));
    }

    private async IAsyncEnumerable<DifyWorkspaceApp> FindAsync(WorkspaceInvocation call, WorkspaceAppQuery query, ModeFilter? modes)
    {
        var names = new BoundNames(call.Context.Registry, call.Connection);
        var open = new OpenWorkspace(call.Connection, call.Client);
        var pages = query.PagesAsync(open, problem => call.Context.WriteError(problem, problem.App), call.Token);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            await foreach (var one in DetailsAsync(call, names, page).ConfigureAwait(false))
            {
                modes?.Takes(one.App.Mode);
                // Looked up now: somebody behind in the pipeline may have bound it.
                var boundAs = names.Of(one.App.Id);
                if (Unbound && boundAs.Count > 0)
                    continue;
                var app = DifyWorkspaceApp.From(call.Workspace, one.App, boundAs, one.ApiEnabled, one.KeyCount);
                CompletionCache.Note(call.Connection, app);
                yield return app;
            }
        }

        foreach (var (word, error) in modes?.TakeProblems() ?? [])
            call.Context.WriteError(error, word);
    }

    private async IAsyncEnumerable<AppDetail> DetailsAsync(WorkspaceInvocation call, BoundNames names, IReadOnlyList<WorkspaceApp> page)
    {
        // Through this way only apps come whose API is on, and nobody learns of keys.
        bool? known = WaysIn.IsProgrammatic(call.Connection.Way) ? true : null;
        if (!Detailed || known is not null)
        {
            foreach (var app in page)
                yield return new AppDetail(app, known);
            yield break;
        }

        using var details = new AppDetails(call.Client);
        var wanted = Unbound ? page.Where(app => names.Of(app.Id).Count == 0).ToList() : page;
        await foreach (var one in details.AskAsync(wanted, call.Token).ConfigureAwait(false))
        {
            if (one.HidesKeys)
                TellOfKeys(call);
            else if (one.Error is not null and var error && !one.IsGone)
                call.Context.WriteError(error, one.App.Id);
            if (!one.IsGone)
                yield return one;
        }
    }

    private void TellOfKeys(WorkspaceInvocation call)
    {
        if (_toldOfKeys)
            return;
        _toldOfKeys = true;
        call.Context.WriteWarning(Strings.FormatWorkspaceKeysHidden(call.Workspace));
    }
}
