using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>A cmdlet about the keys of apps: by the names that are bound to them, or by apps of a workspace.</summary>
public abstract class AppKeyCmdlet : DifyCmdlet
{
    /// <summary>Names; wildcards are welcome.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AppNameArgument("App", Many = true, TakesNameOfRow = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[]? App { get; set; }

    /// <summary>The connection to the workspace of the apps; for -AppId, the only one there is when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace", Optional = true)]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public string? Workspace { get; set; }

    /// <summary>Dify's own id of an app, whether a name is bound to it or not.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(AppId), Optional = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string? AppId { get; set; }

    /// <summary>The names that are meant when none is given; null where one has to be.</summary>
    private protected virtual string? DefaultApp => null;

    /// <summary>Whether names of knowledge keys are meant as well.</summary>
    private protected virtual bool TakesKnowledge => false;

    /// <summary>How many names and objects were no good, each told by an error of its own.</summary>
    private protected int Refused { get; private set; }

    private protected string CommandName => MyInvocation.MyCommand.Name;

    /// <summary>The apps that are meant. What is wrong with a name is an error of its own.</summary>
    private protected IReadOnlyList<KeyTarget> FindTargets()
    {
        var found = new List<KeyTarget>();
        if (!string.IsNullOrEmpty(AppId))
        {
            AppBinding? given = null;
            Count(
                TryItem(AppId, () => given = GivenEntry(AppId!))
                && (
                    given is null
                        ? TryItem(AppId, () => found.Add(OfId(AppId!, null)))
                        : TryEntry(given, () => found.Add(OfId(AppId!, given)))
                )
            );
            return found;
        }

        if ((App ?? (DefaultApp is { } all ? [all] : null)) is not { } patterns)
        {
            Count(TryItem(null, () => throw Missing()));
            return found;
        }

        if (!TryItem(Workspace, RequireKnownWorkspace))
        {
            Count(false);
            return found;
        }

        foreach (var pattern in patterns)
        {
            var apps = FindApps(pattern, out var isWhole);
            Count(isWhole);
            foreach (var binding in apps)
                Count(TryEntry(binding, () => Add(found, binding, pattern)));
        }

        return found;
    }

    private void Count(bool isGood) => Refused += isGood ? 0 : 1;

    private KeyTarget OfId(string appId, AppBinding? given)
    {
        var connection = given is null ? Registry.GetWorkspace(Workspace) : AppPlaces.ConnectionOf(Registry, given);
        var bound = Registry.Apps.Where(app => AppPlaces.IsOf(Registry, app, connection, appId)).ToList();
        var named = App is { Length: 1 } one ? bound.FirstOrDefault(app => AppName.Comparer.Equals(app.Name, one[0])) : null;
        return new KeyTarget(connection, appId, NameInRow, given ?? named ?? bound.FirstOrDefault(app => !IdProof.IsNeeded(app)))
        {
            IsByName = given is not null && InputObject?.BaseObject is DifyApp,
        };
    }

    // An entry that is given as it is, by an object of Get-DifyApp or by what one of its keys says: it was bound through a connection that
    // may be gone, or lead elsewhere.
    private AppBinding? GivenEntry(string appId)
    {
        if (App is not { Length: 1 } only || Registry.Find(only[0]) is not { } entry || !DifyId.AreSame(entry.AppId, appId))
            return null;
        var isObject = InputObject?.BaseObject is DifyApp && !IsGiven(nameof(Workspace)) && entry.Workspace is not null;
        return isObject || (!string.IsNullOrEmpty(Workspace) && AppName.Comparer.Equals(entry.Workspace, Workspace)) ? entry : null;
    }

    private string? NameInRow =>
        InputObject?.BaseObject is DifyWorkspaceApp app ? app.Name : InputObject?.TextOf(nameof(DifyAppKey.AppName));

    private void Add(List<KeyTarget> found, AppBinding binding, string pattern)
    {
        if (binding.IsKnowledge && !TakesKnowledge)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(pattern))
                throw KeyErrors.IsOfKnowledge(binding, CommandName);
            return;
        }

        if (binding.Workspace is not null && (binding.AppId is not null || binding.IsKnowledge))
        {
            if (ConnectionOf(binding, pattern) is { } connection)
                found.Add(new KeyTarget(connection, binding.AppId, binding.RemoteName, binding) { IsByName = true });
            return;
        }

        // Of all that a pattern fits, those that were bound by hand are not meant.
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            throw KeyErrors.NotOfWorkspace(binding);
        PassOver(binding);
    }

    // The connection that was named, where it leads to the app; null where a pattern fits apps of other workspaces too.
    private WorkspaceConnection? ConnectionOf(AppBinding binding, string pattern)
    {
        if (string.IsNullOrEmpty(Workspace) || AppName.Comparer.Equals(binding.Workspace, Workspace))
            return AppPlaces.ConnectionOf(Registry, binding);
        var wanted = Registry.FindWorkspace(Workspace!);
        if (wanted is not null && AppPlaces.IsHere(Registry, binding, wanted))
            return wanted;
        if (WildcardPattern.ContainsWildcardCharacters(pattern))
            return null;
        throw AppPlaces.OfAnother(binding, wanted ?? Registry.GetWorkspace(Workspace));
    }

    // A name that nothing has is a mistake, whatever the apps are. What entries still name may be gone.
    private void RequireKnownWorkspace()
    {
        if (!string.IsNullOrEmpty(Workspace) && !Registry.Apps.Any(app => AppName.Comparer.Equals(app.Workspace, Workspace)))
            Registry.GetWorkspace(Workspace);
    }

    /// <summary>Is told of what a pattern fits, and is of no workspace.</summary>
    private protected virtual void PassOver(AppBinding binding)
    {
        if (IsVerbose)
            WriteVerbose(KeyErrors.NotOfWorkspace(binding).Message);
    }

    /// <summary>What to do where no app was named.</summary>
    private protected virtual string MissingAction => Strings.FormatAppsNotNamedAction(CommandName);

    private DifyCommandException Missing() =>
        new("ParameterMissing", ErrorCategory.InvalidArgument, Strings.FormatAppsNotNamed(CommandName), MissingAction);
}
