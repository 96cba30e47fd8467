using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;

namespace DifyPS.Commands;

/// <summary>A cmdlet that runs an app: its inputs and files, and what is to be seen of the run.</summary>
public abstract class RunCmdlet : DifyBatchCmdlet, IDynamicParameters
{
    private protected const string ResultSet = "Result";
    private protected const string StreamSet = "Stream";
    private protected const string EventSet = "Event";

    private readonly FormSource _forms = new();
    private BatchCheckpoint? _checkpoint;
    private InputParameters? _parameters;
    private ItemMark? _mark;
    private long _number;

    /// <summary>Values for the app's input variables.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InputsCompleter))]
    [TableArgument]
    [ValidateNotNull]
    public virtual IDictionary? Inputs { get; set; }

    /// <summary>Files: paths, file objects, addresses, what Send-DifyFile gave, or a hashtable of variable = file(s).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? File { get; set; }

    /// <summary>Show the text at the host as it arrives.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StreamSet)]
    public SwitchParameter Stream { get; set; }

    /// <summary>Give every event as it arrives instead of one result.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter AsEvent { get; set; }

    /// <summary>The most seconds that the whole run may take; no limit when missing or 0.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSeconds { get; set; }

    /// <summary>Give a summary of all items at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>A file that keeps what came of each item, so that a command that was stopped or killed can go on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>The property that tells the items apart in the checkpoint; their inputs when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyProperty { get; set; }

    /// <summary>Run items again that failed, by what the checkpoint says.</summary>
    [Parameter]
    public SwitchParameter RetryFailed { get; set; }

    private protected override ItemMark? ItemOfTurn => _mark;

    /// <summary>What is the same for all items of the command, beside -Inputs and -File.</summary>
    private protected virtual object? Constants => null;

    private protected OutputMode Watch => AsEvent ? OutputMode.Events : Stream ? OutputMode.Text : OutputMode.Result;

    /// <summary>Makes parameters of the input variables that the app declares, where its name is known by then.</summary>
    /// <returns>The parameters; null when there are none.</returns>
    public object? GetDynamicParameters()
    {
        _parameters = InputParameters.Find(GetType(), App, () => Registry);
        return _parameters?.All;
    }

    /// <summary>Finds what cannot go together before anything is run.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var problem = ThrottleLimit > 1 && Stream ? Strings.StreamOneAtATime
            : Checkpoint is null && (KeyProperty is not null || RetryFailed) ? Strings.CheckpointParameters
            : null;
        if (problem is not null)
            ThrowTerminatingError(ErrorRecords.From(new ArgumentException(problem), null));
        JoinInputs();
    }

    /// <summary>Waits for the items that are under way.</summary>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        if (Summary)
            WriteObject(Batch.Summarize());
    }

    /// <summary>Runs one item.</summary>
    /// <param name="target">The target of errors.</param>
    /// <param name="kind">What kind of run it is.</param>
    /// <param name="ask">Reads what was asked.</param>
    private protected void Run(object? target, RunKind kind, Func<AppBinding, RunItem> ask)
    {
        _mark = Mark(++_number);
        var isOver = End.Reason is not null;
        RunItem? asked = null;
        string? key = null;
        var binding = FindApp(target, one =>
        {
            if (IsMistyped)
                throw new ArgumentException(Strings.FormatInputParametersLate(one.Name));
            asked = ask(one);
            if (Checkpoint is not null)
            {
                OpenCheckpoint(one);
                _checkpoint!.Require(one);
                key = _checkpoint.Keys.Own(one.Name, asked.KeyItem ?? asked.Item, Inputs);
            }
        });
        if (binding is null)
        {
            if (IsBatch && !isOver)
                Batch.CountFailed();
            return;
        }

        // The pipeline's next item sets the parameters anew while this one may still be under way.
        var run = new RunContext(kind, binding, asked!)
        {
            Watch = Watch,
            TimeoutSeconds = TimeoutSeconds,
            Forms = _forms,
            Checkpoint = _checkpoint,
            Key = key,
        };
        if (IsBatch)
            Batch.Add(target, binding, run.RunAsync);
        else
            RunItem(target, (context, token) => run.RunAsync(context, context.Connector.ConnectAsync(binding, token), token));
    }

    // An item with a key of its own leaves a line, whatever was wrong with it. What is wrong with the app, the list or the key itself does
    // not: no line of the item's own could be told from others.
    private protected override void OnRefused(Exception error)
    {
        if (Checkpoint is null || KeyProperty is null || IsMistyped)
            return;
        if (error is not (ArgumentException or DifyCommandException { ErrorId: "InvalidArgument" or "InputObjectNotBound" }))
            return;
        try
        {
            var binding = GetBinding(NamesFor(App)[0]);
            WorksWithAttribute.Of(GetType(), ScopeSet)?.Require(binding, CommandName);
            OpenCheckpoint(binding);
            _checkpoint!.Require(binding);
            if (_checkpoint.Keys.Own(binding.Name, InputObject?.Object, Inputs) is { } key && !_checkpoint.HasResult(key))
                _checkpoint.Refuse(key, error);
        }
        catch (DifyCommandException)
        {
            // That is told of the items that come so far.
        }
    }

    /// <summary>Closes the checkpoint.</summary>
    /// <param name="disposing">True when called by Dispose.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _checkpoint?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Advice for a text of several words without quotes; null where nothing can be told.</summary>
    private protected string? QuoteAction(StrayArguments strays, string? first) =>
        first is not null && strays.Words is { } words && !RefusedText.Is(App)
            ? Strings.FormatArgumentQuoteAction(
                $"{CommandName} {Quoting.Quote(App)} {Quoting.Literal(string.Join(" ", words.Prepend(first)))}"
            )
            : null;

    private bool IsMistyped => _Unplaced is not null || Inputs is NoTable;

    // What is wrong with the app itself is told first, and by the first item.
    private protected override void RequireArguments()
    {
        if (!IsMistyped)
            return;
        AppBinding? binding = null;
        if (IsOfAllItems(nameof(App)))
        {
            try
            {
                binding = GetBinding(App);
                WorksWithAttribute.Of(GetType(), ScopeSet)?.Require(binding, CommandName);
            }
            catch (DifyCommandException)
            {
                return;
            }
        }

        var slips = new RunArguments(this, CommandName, binding);
        ThrowTerminatingError(
            ErrorRecords.From(
                _Unplaced is { ParameterName: { } name } ? slips.NotNamed(name)
                    : Inputs is NoTable table ? slips.NoInputs(table, _Unplaced)
                    : ArgumentErrors.Stray(this, _Unplaced!, ActionFor(_Unplaced!)),
                null
            )
        );
    }

    // A result that is passed on is one of a kind until another comes.
    private ItemMark? Mark(long number) =>
        MyInvocation.ExpectingInput
        && !IsGiven(nameof(InputObject))
        && InputObject is { } item
        && (number > 1 || item.BaseObject is not DifyResult)
            ? new ItemMark(number, item.Object, KeyProperty)
            : null;

    private void JoinInputs()
    {
        try
        {
            if (_parameters is not null)
                Inputs = _parameters.Join(Inputs, () => File is null ? new List<object>() : Unwrap(File));
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e, null));
        }
    }

    // What is wrong with a checkpoint is wrong for all items.
    private void OpenCheckpoint(AppBinding binding)
    {
        if (_checkpoint is not null)
            return;
        try
        {
            var constants = new Dictionary<string, object?>
            {
                ["inputs"] = CheckpointKeys.Plain(Inputs),
                ["files"] = CheckpointKeys.Plain(File),
                ["more"] = CheckpointKeys.Plain(Constants),
                ["key"] = KeyProperty,
            };
            _checkpoint = new BatchCheckpoint(
                SessionPath.Of(this, Checkpoint!),
                CheckpointHead.For(binding, MyInvocation.MyCommand.Name, constants),
                KeyProperty,
                RetryFailed
            );
        }
        catch (Exception e) when (e is DifyCommandException or ArgumentException)
        {
            ThrowTerminatingError(ErrorRecords.From(e, Checkpoint));
        }
    }

    private protected override bool IsBatch => base.IsBatch || Summary || Checkpoint is not null;

    private protected override string? Keeper => Checkpoint;

    private protected RunItem ReadItem(PSObject? item) => new(Inputs, File is null ? null : Unwrap(File), item);

    private static List<object> Unwrap(object[] files)
    {
        var plain = new List<object>();
        foreach (var file in files)
            plain.AddRange(FileTable.Flatten(file));
        return plain;
    }
}
