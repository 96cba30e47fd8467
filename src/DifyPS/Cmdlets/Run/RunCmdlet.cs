using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Inputs;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>A cmdlet that runs an app: its inputs and files, and what is to be seen of the run.</summary>
public abstract class RunCmdlet : DifyAppCmdlet
{
    private protected const string ResultSet = "Result";
    private protected const string StreamSet = "Stream";
    private protected const string EventSet = "Event";

    private readonly FormSource _forms = new();
    private BatchSession? _batch;

    /// <summary>Values for the app's input variables.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InputsCompleter))]
    [ValidateNotNull]
    public IDictionary? Inputs { get; set; }

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

    /// <summary>How many items of the pipeline are worked on at once; one when missing.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; }

    /// <summary>How many items are begun a minute at the most, evenly spread; no limit when missing.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int RequestsPerMinute { get; set; }

    /// <summary>Give results in the order of input; as they come when missing.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>Give a summary of all items at the end.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    private protected RunWatch Watch => AsEvent ? RunWatch.Events : Stream ? RunWatch.Text : RunWatch.Result;

    /// <summary>Finds what cannot go together before anything is run.</summary>
    protected override void BeginProcessing()
    {
        if (ThrottleLimit > 1 && Stream)
        {
            ThrowTerminatingError(ErrorRecords.From(
                new ArgumentException("-Stream shows one text at a time; with -ThrottleLimit leave it out, or use -AsEvent."), null));
        }
    }

    /// <summary>Waits for the items that are under way.</summary>
    protected override void EndProcessing()
    {
        if (_batch is null && Summary)
            _batch = NewBatch();
        _batch?.Complete();
        if (Summary)
            WriteObject(_batch!.Summarize());
    }

    /// <summary>Runs one item.</summary>
    private protected void Run(
        object? target,
        string[] modes,
        Func<AppBinding, RunOrder> order,
        Func<RunPlan, DifyClient, PreparedInput, CancellationToken, Task> run)
    {
        AppBinding? binding = null;
        RunOrder? ordered = null;
        var prepared = TryItem(target, () =>
        {
            binding = Registry.Get(App);
            ModeGuard.Require(binding, MyInvocation.MyCommand.Name, modes);
            ordered = order(binding);
        });
        if (!prepared)
            return;
        // The pipeline's next item sets the parameters anew while this one may still be under way.
        var (watch, timeout) = (Watch, TimeoutSeconds);
        async Task WorkAsync(WorkContext context, DifyClient client, CancellationToken token)
        {
            var input = await new InputPreparer(context, client, binding!, _forms, ordered!.User)
                .PrepareAsync(ordered.Input, ordered.NeedsAllInputs, ordered.LooseFiles, token).ConfigureAwait(false);
            await run(new RunPlan(context, binding!, ordered.User, watch, timeout), client, input, token).ConfigureAwait(false);
        }

        if (!IsBatch)
        {
            RunItem(target, async (context, token) =>
                await WorkAsync(context, await context.Connector.ConnectAsync(binding!, token).ConfigureAwait(false), token).ConfigureAwait(false));
            return;
        }

        _batch ??= NewBatch();
        _batch.Add(target, binding!, WorkAsync);
    }

    private bool IsBatch => ThrottleLimit > 1 || RequestsPerMinute > 0 || Summary;

    private BatchSession NewBatch() => new(
        this,
        new BatchOptions(Math.Max(ThrottleLimit, 1), RequestsPerMinute, Ordered),
        MyInvocation.MyCommand.Name);

    private protected RunInput Given(PSObject? item) => new(Inputs, File is null ? null : Unwrap(File), item);

    private static List<object> Unwrap(object[] files)
    {
        var plain = new List<object>();
        foreach (var file in files)
            plain.AddRange(FileTable.Flatten(file));
        return plain;
    }
}

/// <summary>What is to be run for whom.</summary>
internal sealed record RunOrder(string User, RunInput Input, bool NeedsAllInputs, LooseFiles LooseFiles);
