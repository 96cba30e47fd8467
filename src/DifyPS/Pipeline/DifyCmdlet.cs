using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Binding;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>
/// What every cmdlet of the module is built on: asynchronous work with everything written on the pipeline
/// thread, Ctrl+C that cancels at once, and one way to tell an error.
/// </summary>
public abstract class DifyCmdlet : PSCmdlet, IDisposable
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Texts = new();

    private readonly CancellationTokenSource _stopping = new();

    internal AppRegistry Registry => AppRegistry.At(RegistryPath.Find(() => SessionState));

    internal ISecretVaults Vaults => new SecretManagementVaults(this);

    /// <summary>Whether anybody would see verbose lines. A line that is dropped costs a switch of threads all the same.</summary>
    internal bool IsVerbose =>
        MyInvocation.BoundParameters.TryGetValue("Verbose", out var asked) ? asked is SwitchParameter { IsPresent: true } : IsWanted("VerbosePreference");

    /// <summary>Whether anybody wants to see warnings.</summary>
    internal bool IsWarned =>
        MyInvocation.BoundParameters.TryGetValue("WarningAction", out var asked) ? asked is ActionPreference action && IsWanted(action) : IsWanted("WarningPreference");

    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Is called before the host writes a line; null where nothing is drawn that it could write into.</summary>
    internal Action? BeforeLine { get; set; }

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
    internal void RunItem(object? target, Func<WorkContext, CancellationToken, Task> work)
    {
        try
        {
            PipelinePump.Run((pipeline, token) => work(new WorkContext(this, pipeline), token), StopToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Ctrl+C: PowerShell itself says that the pipeline was stopped.
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            WriteError(ErrorRecords.From(e, target));
        }
    }

    /// <summary>
    /// The apps whose names match. Each entry of the registry that is damaged is an error of its own, and the others go on: then, and
    /// where there is nothing to be found, <paramref name="isWhole"/> is false.
    /// </summary>
    internal IReadOnlyList<AppBinding> FindApps(string pattern, out bool isWhole)
    {
        IReadOnlyList<AppBinding> found = Array.Empty<AppBinding>();
        var damaged = false;
        isWhole = TryItem(pattern, () => found = Registry.Match(pattern, problem =>
        {
            damaged = true;
            WriteError(ErrorRecords.From(problem, problem.App ?? pattern));
        })) && !damaged;
        return found;
    }

    // What people read passes here, and only here: whatever of it a server said, it steers no terminal.
    internal new void WriteVerbose(string text)
    {
        BeforeLine?.Invoke();
        base.WriteVerbose(Readable.Text(text));
    }

    internal new void WriteWarning(string text)
    {
        BeforeLine?.Invoke();
        base.WriteWarning(Readable.Text(text));
    }

    internal new void WriteProgress(ProgressRecord progress)
    {
        progress.Activity = Readable.Line(progress.Activity);
        progress.StatusDescription = Readable.Line(progress.StatusDescription);
        if (progress.CurrentOperation is { Length: > 0 } operation)
            progress.CurrentOperation = Readable.Line(operation);
        base.WriteProgress(progress);
    }

    internal new bool ShouldProcess(string target, string action) => base.ShouldProcess(Readable.Line(target), Readable.Line(action));

    private bool IsWanted(string preference) => SessionState.PSVariable.GetValue(preference) is ActionPreference action && IsWanted(action);

    private static bool IsWanted(ActionPreference action) => action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    // By their properties: what PowerShell says was bound may be of an earlier item.
    private void RequireTexts()
    {
        foreach (var property in Texts.GetOrAdd(GetType(), static type => type.GetProperties()
            .Where(one => one.GetCustomAttribute<TextArgumentAttribute>() is not (null or AppNameArgumentAttribute)).ToArray()))
        {
            if (property.GetValue(this) is string text && RefusedText.Is(text))
                throw RefusedText.Error(text, property.Name);
        }
    }

    /// <summary>Does local work of one item; its errors are told as <see cref="RunItem"/> tells them.</summary>
    internal bool TryItem(object? target, Action work)
    {
        try
        {
            RequireTexts();
            work();
            return true;
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            WriteError(ErrorRecords.From(e, target));
            return false;
        }
    }
}
