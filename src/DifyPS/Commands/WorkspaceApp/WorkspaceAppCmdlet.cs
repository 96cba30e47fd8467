using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>A cmdlet that does something with apps of a workspace: by the names that are bound to them here, or by their ids.</summary>
public abstract class WorkspaceAppCmdlet : DifyWorkspaceCmdlet
{
    private string? _workspaceOfApp;

    /// <summary>Names that are bound to the apps here; wildcards are welcome.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AppNameArgument(nameof(App), Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[]? App { get; set; }

    /// <summary>The connection to the workspace of the apps; for -AppId, the only one there is when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public override string? Workspace { get; set; }

    /// <summary>Dify's own ids of apps, whether names are bound to them or not.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(AppId), Many = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string[]? AppId { get; set; }

    private protected override string? WorkspaceName => _workspaceOfApp ?? base.WorkspaceName;

    /// <summary>Does it with one app after the other.</summary>
    protected override void ProcessRecord()
    {
        // What is no id was refused as it came; an empty cell is none.
        if (!TryItem(InputObject?.Object, static () => { }))
            return;
        if (GivenEntry() is { } entry)
        {
            ProcessBound(entry, entry.Name);
        }
        else if (AppId is not null)
        {
            foreach (var id in AppId)
                ProcessId(id);
        }
        else if (App is not null)
        {
            foreach (var pattern in App)
            {
                foreach (var binding in FindApps(pattern, out _))
                    ProcessBound(binding, pattern);
            }
        }
        else
        {
            TryItem(null, () => throw Missing());
        }
    }

    private void ProcessId(string id)
    {
        var known = InputObject?.BaseObject as DifyWorkspaceApp;
        Process(new AppTarget(InputObject?.Object ?? (object)id, id, DifyId.AreSame(known?.AppId, id) ? known!.Name : null));
    }

    // An entry that is given as it is tells the connection that it was bound through, which may be gone, or lead elsewhere.
    private AppBinding? GivenEntry() =>
        InputObject?.BaseObject is DifyApp { AppId: not null } given && !IsGiven(nameof(App)) && !IsGiven(nameof(AppId))
            ? Registry.Apps.FirstOrDefault(one => AppName.Comparer.Equals(one.Name, given.Name) && DifyId.AreSame(one.AppId, given.AppId))
            : null;

    /// <summary>Does it with one app.</summary>
    private protected abstract void Process(AppTarget target);

    /// <summary>What ShouldProcess is asked about.</summary>
    private protected static string Describe(AppTarget target, WorkspaceConnection connection) =>
        Strings.FormatWorkspaceAppTarget(target.Shown, connection.Name);

    // By its own connection, unless one is named: then it has to lead to the app. False where it is not meant, or an error was written.
    private bool TryFindWorkspace(AppBinding binding, string pattern, out string? name)
    {
        string? found = null;
        var isMeant = true;
        var isFound = TryEntry(binding, () =>
        {
            if (!IsGiven(nameof(Workspace)))
            {
                found = binding.Workspace is null ? null : AppPlaces.ConnectionOf(Registry, binding).Name;
                return;
            }

            var named = Registry.GetWorkspace(Workspace);
            isMeant = AppPlaces.IsHere(Registry, binding, named);
            if (!isMeant && !WildcardPattern.ContainsWildcardCharacters(pattern))
                throw AppPlaces.OfAnother(binding, named);
        });
        name = found;
        return isFound && isMeant;
    }

    private void ProcessBound(AppBinding binding, string pattern)
    {
        if (binding.IsKnowledge)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(pattern))
                TryItem(binding.Name, () => throw KeyErrors.IsOfKnowledge(binding, CommandName));
            return;
        }

        if (binding.AppId is null)
        {
            // Of all that a pattern fits, those that were bound by hand are not meant.
            if (!WildcardPattern.ContainsWildcardCharacters(pattern))
                TryItem(binding.Name, () => throw WorkspaceAppErrors.NotOfWorkspace(binding));
            else if (IsVerbose)
                WriteVerbose(Strings.FormatAppIdUnknown(binding.Name));
            return;
        }

        if (!TryFindWorkspace(binding, pattern, out _workspaceOfApp))
            return;
        try
        {
            Process(new AppTarget(binding.Name, binding.AppId, binding.RemoteName ?? binding.Name, binding));
        }
        finally
        {
            _workspaceOfApp = null;
        }
    }

    private DifyCommandException Missing() =>
        new(
            "ParameterMissing",
            ErrorCategory.InvalidArgument,
            Strings.FormatAppsNotNamed(CommandName),
            Strings.FormatAppsNotNamedAction(CommandName)
        );
}

/// <summary>An app that something is done with.</summary>
/// <param name="Item">The target of errors.</param>
/// <param name="AppId">Dify's own id of it.</param>
/// <param name="Name">What it is called, where that is known.</param>
/// <param name="Binding">The entry that it was named by; null when it was not.</param>
internal sealed record AppTarget(object? Item, string AppId, string? Name, AppBinding? Binding = null)
{
    public AppSubject Subject => new(Shown, Binding);

    public string Shown => string.IsNullOrEmpty(Name) ? AppId : $"{Name} ({AppId})";
}
