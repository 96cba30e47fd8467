using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs;
using DifyPS.Runs.Completions;
using DifyPS.Runs.Inputs;

namespace DifyPS.Commands;

/// <summary>Has a text generator write and gives its text (<c>POST /completion-messages</c>, streaming on the wire).</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyCompletion", DefaultParameterSetName = ResultSet)]
[OutputType(typeof(DifyCompletion))]
[OutputType(typeof(DifyBatchSummary))]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
[WorksWith(AppScope.Completion)]
public sealed class InvokeDifyCompletionCommand : RunCmdlet
{
    /// <summary>An object whose properties fill the app's input variables; or text, for an app with one text variable.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }

    /// <summary>
    /// The text to process: it fills an app's only text variable, or goes apart from the variables. A table here is -Inputs.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public object? Query { get; set; }

    /// <summary>The end user to ask for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    internal override bool TakesItem => true;

    // A text of several words without quotes.
    private protected override string? ActionFor(StrayArguments strays) => QuoteAction(strays, Query as string);

    /// <summary>Finds out what was given.</summary>
    protected override void BeginProcessing()
    {
        if ((Query is PSObject wrapped ? wrapped.BaseObject : Query) is IDictionary table)
        {
            if (Inputs is not null)
                ThrowTerminatingError(ErrorRecords.From(new ArgumentException(Strings.InputsTwice), null));
            (Inputs, Query) = (table, null);
        }

        base.BeginProcessing();
    }

    /// <summary>Asks for one text.</summary>
    protected override void ProcessRecord()
    {
        var item = InputObject?.Object;
        var query = Query is null ? null : LanguagePrimitives.ConvertTo<string>(Query);
        var origin = (object?)item ?? Inputs ?? (object?)query;
        Run(
            origin ?? App,
            CompletionKind.Instance,
            binding =>
            {
                var given = item;
                if (item is null && Inputs is null && query is not null && binding.Inputs.Count(AppForm.IsText) == 1)
                    (given, query) = (new PSObject(query), null);
                return ReadItem(given) with { User = RunUser.Of(User, item, binding), Text = query, Origin = origin };
            });
    }
}
