using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Pipeline;

/// <summary>
/// What every cmdlet of the module is built on: asynchronous work with everything written on the pipeline
/// thread, Ctrl+C that cancels at once, and one way to tell an error.
/// </summary>
public abstract class DifyCmdlet : PSCmdlet, IDisposable
{
    // Each takes an app's name.
    private static readonly string[] NameParameters = ["App", "Name", "Knowledge"];

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);
    private PipelineItem? _item;
    private PipelineRow? _notTaken;
    private bool _isLate;
    private ItemMark? _lateItem;

    /// <summary>
    /// Whatever comes through the pipeline, so that there is nothing that PowerShell could not bind: its own error would have the
    /// whole object for its target, and a row may have a key in it.
    /// </summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [PipelineRowArgument]
    public virtual PipelineRow? InputObject { get; set; }

    /// <summary>
    /// All that was typed where no parameter is left, names of parameters among it: the cmdlet itself says what to type instead. No other
    /// parameter begins as its name does.
    /// </summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    [StrayArguments]
    public StrayArguments? _Unplaced { get; set; }

    internal AppRegistry Registry => AppRegistry.At(RegistryPath.Find(() => SessionState));

    /// <summary>The vaults that have refused this command.</summary>
    internal VaultFindings VaultFindings { get; } = new();

    internal ISecretVaults Vaults => new SecretManagementVaults(this, VaultFindings, StopToken);

    /// <summary>Whether anybody would see verbose lines. A line that is dropped costs a switch of threads all the same.</summary>
    internal bool IsVerbose =>
        MyInvocation.BoundParameters.TryGetValue("Verbose", out var asked)
            ? asked is SwitchParameter { IsPresent: true }
            : IsWanted("VerbosePreference");

    /// <summary>Whether nothing is to be done, and only told what would be.</summary>
    internal bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var asked)
            ? asked is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <summary>Whether anybody wants to see warnings.</summary>
    internal bool IsWarned =>
        MyInvocation.BoundParameters.TryGetValue("WarningAction", out var asked)
            ? asked is ActionPreference action && IsWanted(action)
            : IsWanted("WarningPreference");

    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Is called before the host writes a line; null where nothing is drawn that it could write into.</summary>
    internal Action? BeforeLine { get; set; }

    /// <summary>Notes what was given on the command line, as opposed to the pipeline.</summary>
    protected override void BeginProcessing()
    {
        _given.UnionWith(MyInvocation.BoundParameters.Keys);
        _item = new PipelineItem(this);
        RequireArguments();
    }

    /// <summary>Ends the command where something was typed that nothing takes.</summary>
    private protected virtual void RequireArguments()
    {
        if (_Unplaced is { } strays)
        {
            ThrowTerminatingError(
                ErrorRecords.From(
                    strays.ParameterName is { } name
                        ? ArgumentErrors.NotNamed(this, name, null)
                        : ArgumentErrors.Stray(this, strays, ActionFor(strays)),
                    null
                )
            );
        }
    }

    /// <summary>What to type instead of what nothing takes, where the cmdlet knows better than the names of its parameters.</summary>
    private protected virtual string? ActionFor(StrayArguments strays) => null;

    /// <summary>Whether a parameter was given on the command line.</summary>
    internal bool IsGiven(string parameter) => _given.Contains(parameter);

    /// <summary>Whether a parameter was given on the command line for all items: a script block makes it of each item.</summary>
    internal bool IsOfAllItems(string parameter) => IsGiven(parameter) && _item?.IsMadeOfItems(parameter) != true;

    /// <summary>Which item of a list is worked on now, for its errors to say so; null where that is not told.</summary>
    internal ItemMark? CurrentItem => _isLate ? _lateItem : ItemOfTurn;

    /// <summary>Which item of a list the pipeline is at.</summary>
    private protected virtual ItemMark? ItemOfTurn => null;

    /// <summary>What ended the taking of items before the last.</summary>
    internal ListEnd End { get; } = new();

    /// <summary>Whether an error is true of all items that are still to come.</summary>
    internal virtual bool IsOfAll(Exception error) => false;

    /// <summary>Whether the cmdlet does something with the item of the pipeline that no parameter has taken.</summary>
    internal virtual bool TakesItem => false;

    /// <summary>For what is read of a row before anything is checked: an empty cell is none.</summary>
    private protected void ForgetEmptyCells() => _item?.ForgetEmptyCells();

    /// <summary>Ends the cmdlet's work.</summary>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <summary>Lets go of what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what the cmdlet holds.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }

    /// <summary>
    /// Runs one item's work. An error of the item is written as a non-terminating error with the item as
    /// its target, and the next item goes on.
    /// </summary>
    internal void RunItem(object? target, Func<PipelineContext, CancellationToken, Task> work)
    {
        try
        {
            PipelinePump.Run((pipeline, token) => work(new PipelineContext(this, pipeline, CurrentItem), token), StopToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Ctrl+C: PowerShell itself says that the pipeline was stopped.
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            WriteError(e, target);
        }
    }

    /// <summary>
    /// Does what belongs to an item whose turn is over, or to none: its errors are told with that item, and not with the one that the
    /// pipeline is at.
    /// </summary>
    internal void DoLate(ItemMark? item, Action work)
    {
        var (wasLate, before) = (_isLate, _lateItem);
        (_isLate, _lateItem) = (true, item);
        try
        {
            work();
        }
        finally
        {
            (_isLate, _lateItem) = (wasLate, before);
        }
    }

    // What is true of all items is not told as one's own, and told once.
    private void WriteError(Exception error, object? target)
    {
        var isOfAll = IsOfAll(error);
        if (isOfAll)
            End.Reason ??= error;
        WriteError(ErrorRecords.From(error, target, isOfAll ? null : CurrentItem));
    }

    /// <summary>
    /// Does local work with an entry, as <see cref="TryItem"/> does. Where that is told that no workspace fits, the vault is looked into
    /// first: what an entry says of its workspace may be what somebody has edited.
    /// </summary>
    internal bool TryEntry(AppBinding binding, Action work)
    {
        DifyCommandException? problem = null;
        var isDone = TryItem(binding.Name, () =>
        {
            try
            {
                work();
            }
            catch (DifyCommandException e) when (e.ErrorId is "AppOfOtherWorkspace" or "WorkspaceNotFound" && e.App == binding.Name)
            {
                problem = e;
            }
        });
        if (problem is null)
            return isDone;
        WriteJudged(binding, problem, binding.Name);
        return false;
    }

    /// <summary>
    /// Writes what was found wrong with an entry by what it says; or, where its key shows that somebody has edited it, that.
    /// </summary>
    private protected void WriteJudged(AppBinding binding, Exception found, object? target) =>
        RunItem(
            target,
            async (context, token) => throw await context.Connector.JudgeAsync(binding, found, token).ConfigureAwait(false)
        );

    /// <summary>
    /// The apps whose names match. Each entry of the registry that is damaged is an error of its own, and the others go on: then, and
    /// where there is nothing to be found, <paramref name="isWhole"/> is false.
    /// </summary>
    internal IReadOnlyList<AppBinding> FindApps(string pattern, out bool isWhole) =>
        Find(pattern, onDamaged => NamesFor(pattern).SelectMany(name => Registry.Match(name, onDamaged)).ToList(), out isWhole);

    /// <summary>
    /// The names that are meant by a name. What an app of a workspace brings along through the pipeline is what it is called in Dify, which
    /// may be somebody's name for another app: its own names here are meant. Throws <c>AppNotFound</c> where it has none.
    /// </summary>
    private protected IReadOnlyList<string> NamesFor(string name)
    {
        if (InputObject?.BaseObject is not DifyWorkspaceApp app || name != app.Name || NameParameters.Any(IsGiven))
            return [name];
        var names = Registry.FindWorkspace(app.Workspace) is { } connection
            ? new BoundNames(Registry, connection).Of(app.AppId)
            : app.BoundAs;
        return names.Count > 0
            ? names
            : throw new DifyCommandException(
                "AppNotFound",
                ErrorCategory.ObjectNotFound,
                Strings.FormatAppOfWorkspaceUnbound(app.Name, app.Workspace),
                Strings.AppOfWorkspaceUnboundAction
            );
    }

    /// <summary>The workspace connections whose names match, as <see cref="FindApps"/> finds apps.</summary>
    internal IReadOnlyList<WorkspaceConnection> FindWorkspaces(string pattern, out bool isWhole) =>
        Find(pattern, onDamaged => Registry.MatchWorkspaces(pattern, onDamaged), out isWhole);

    private IReadOnlyList<T> Find<T>(string pattern, Func<Action<DifyCommandException>, IReadOnlyList<T>> match, out bool isWhole)
    {
        IReadOnlyList<T> found = [];
        var damaged = false;
        isWhole = TryItem(pattern, () => found = match(problem =>
        {
            damaged = true;
            WriteError(ErrorRecords.From(problem, problem.App ?? pattern));
        })) && !damaged;
        return found;
    }

    // What people read passes here, and only here: whatever of it a server said, it steers no terminal; and nobody's password is in it.
    internal new void WriteVerbose(string text)
    {
        BeforeLine?.Invoke();
        base.WriteVerbose(DisplayFormat.Text(ShownAddress.InText(text)));
    }

    internal new void WriteWarning(string text)
    {
        BeforeLine?.Invoke();
        base.WriteWarning(DisplayFormat.Text(ShownAddress.InText(text)));
    }

    internal new void WriteProgress(ProgressRecord progress)
    {
        progress.Activity = DisplayFormat.Line(progress.Activity);
        progress.StatusDescription = DisplayFormat.Line(progress.StatusDescription);
        if (progress.CurrentOperation is { Length: > 0 } operation)
            progress.CurrentOperation = DisplayFormat.Line(operation);
        base.WriteProgress(progress);
    }

    internal new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(DisplayFormat.Line(ShownAddress.InText(target)), DisplayFormat.Line(ShownAddress.InText(action)));

    private bool IsWanted(string preference) => SessionState.PSVariable.GetValue(preference) is ActionPreference action && IsWanted(action);

    private static bool IsWanted(ActionPreference action) => action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <summary>Throws where an argument is no id of something that the app keeps, and takes one.</summary>
    private protected void RequireIds(string app) => _item?.RequireIds(app);

    /// <summary>Does local work of one item; its errors are told as <see cref="RunItem"/> tells them.</summary>
    internal bool TryItem(object? target, Action work)
    {
        // Nothing is done for such an item, and it is told of once.
        if (!_isLate && _notTaken is not null && ReferenceEquals(_notTaken, InputObject))
            return false;
        try
        {
            if (!_isLate)
                _item?.Require();
            work();
            return true;
        }
        catch (DifyCommandException e) when (e.ErrorId == "InputObjectNotBound")
        {
            _notTaken = InputObject;
            OnRefused(e);
            WriteError(e, InputObject?.Object);
            return false;
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            OnRefused(e);
            WriteError(e, target);
            return false;
        }
    }

    /// <summary>Hears of what was wrong with an item before anything of it was sent.</summary>
    private protected virtual void OnRefused(Exception error)
    {
    }
}
