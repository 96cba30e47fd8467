using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>A cmdlet that does something with apps of a workspace: by their ids, or by the names that are bound to them here.</summary>
public abstract class WorkspaceAppCmdlet : DifyWorkspaceCmdlet
{
    private protected const string IdSet = "AppId";
    private protected const string NameSet = "App";

    private string? _workspaceOfApp;

    /// <summary>Dify's own ids of the apps.</summary>
    [Parameter(
        Mandatory = true,
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = IdSet
    )]
    [IdArgument(nameof(AppId), Many = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string[] AppId { get; set; } = [];

    /// <summary>Names that are bound to the apps here; wildcards are welcome.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [AppNameArgument(nameof(App), Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[] App { get; set; } = [];

    private protected override string? WorkspaceName => _workspaceOfApp ?? base.WorkspaceName;

    /// <summary>Does it with one app after the other.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == NameSet)
        {
            foreach (var pattern in App)
            {
                foreach (var binding in FindApps(pattern, out _))
                    ProcessBound(binding, pattern);
            }

            return;
        }

        // What is no id was refused as it came.
        if (!TryItem(InputObject?.Object, static () => { }))
            return;
        foreach (var id in AppId)
        {
            var known = InputObject?.BaseObject as DifyWorkspaceApp;
            Process(new AppTarget(InputObject?.Object ?? (object)id, id, known?.AppId == id ? known.Name : null));
        }
    }

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
        var isFound = TryItem(binding.Name, () =>
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
