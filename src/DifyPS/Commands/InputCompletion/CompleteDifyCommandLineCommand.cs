using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Completes a command line: within <c>-Inputs @{ }</c> with the variables of the app, anything else as it is without the
/// module. PowerShell's prompt reaches it where <c>Enable-DifyInputCompletion</c> was called. A cmdlet, since it has no scope of
/// its own: whoever is asked next sees the variables of the person at the prompt, and none of ours.
/// </summary>
[Cmdlet(VerbsLifecycle.Complete, "DifyCommandLine", DefaultParameterSetName = TextSet)]
[OutputType(typeof(CommandCompletion))]
public sealed class CompleteDifyCommandLineCommand : DifyCmdlet
{
    private const string TextSet = "ScriptInputSet";
    private const string TreeSet = "AstInputSet";

    /// <summary>The text of the command line.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TextSet)]
    [AllowEmptyString]
    public string InputScript { get; set; } = string.Empty;

    /// <summary>Where the cursor is in it; at its end when missing.</summary>
    [Parameter(Position = 1, ParameterSetName = TextSet)]
    public int CursorColumn { get; set; } = -1;

    /// <summary>The command line's syntax tree.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TreeSet)]
    public Ast Ast { get; set; } = null!;

    /// <summary>The tree's tokens.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TreeSet)]
    public Token[] Tokens { get; set; } = null!;

    /// <summary>Where the cursor is in it.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = TreeSet)]
    public IScriptPosition PositionOfCursor { get; set; } = null!;

    /// <summary>Options of PowerShell's completion.</summary>
    [Parameter(Position = 2, ParameterSetName = TextSet)]
    [Parameter(Position = 3, ParameterSetName = TreeSet)]
    [AllowNull]
    public Hashtable? Options { get; set; }

    private int Cursor => CursorColumn < 0 ? InputScript.Length : CursorColumn;

    /// <summary>Completes it.</summary>
    protected override void ProcessRecord()
    {
        if (TryItem(null, static () => { }))
            WriteObject(Ours() ?? Usual());
    }

    private CommandCompletion? Ours()
    {
        try
        {
            return ParameterSetName == TextSet
                ? TableCompletion.Complete(InputScript, Cursor, this)
                : TableCompletion.Complete(Ast, Tokens, PositionOfCursor.Offset, this);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // Tab is no place for an error, and the usual completion goes on whatever happens here.
            return null;
        }
    }

    // Looked up every time: somebody may have put a function of their own in its place since.
    private object Usual()
    {
        if (InvokeCommand.GetCommand(InputCompletion.Function, CommandTypes.Function) is { } function)
        {
            var found = ParameterSetName == TextSet
                ? InvokeScript(function, InputScript, Cursor, Options)
                : InvokeScript(function, Ast, Tokens, PositionOfCursor, Options);
            if (found is not null)
                return found;
        }

        return ParameterSetName == TextSet
            ? CommandCompletion.CompleteInput(InputScript, Cursor, Options)
            : CommandCompletion.CompleteInput(Ast, Tokens, PositionOfCursor, Options);
    }

    // From a script, so that the function has its scope, which PowerShell leaves out of what it offers; and with no variable
    // but the one that every script has.
    private object? InvokeScript(params object?[] call) =>
        InvokeCommand
            .InvokeScript(
                true,
                ScriptBlock.Create("& $args[0] " + string.Join(" ", call.Skip(1).Select((_, at) => $"$args[{at + 1}]"))),
                null,
                call
            )
            .FirstOrDefault();
}
