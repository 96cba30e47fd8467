using System;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Tests.Support;

/// <summary>What Tab gives, by the way that prompts take.</summary>
internal static class Tab
{
    /// <summary>Completes where the caret is in the text; at its end when there is none.</summary>
    public static CompletionResult[] Complete(this Stage stage, string typed) => [.. stage.CompleteAll(typed).CompletionMatches];

    /// <summary>The texts that Tab would put in, with commas between.</summary>
    public static string Texts(this Stage stage, string typed) => string.Join(",", stage.Complete(typed).Select(one => one.CompletionText));

    /// <summary>The line after the first completion; the line itself when there is none.</summary>
    public static string Line(this Stage stage, string typed)
    {
        var all = stage.CompleteAll(typed);
        var line = typed.Replace("^", string.Empty, StringComparison.Ordinal);
        return all.CompletionMatches.Count == 0
            ? line
            : string.Concat(
                line.AsSpan(0, all.ReplacementIndex),
                all.CompletionMatches[0].CompletionText,
                line.AsSpan(all.ReplacementIndex + all.ReplacementLength)
            );
    }

    public static CommandCompletion CompleteAll(this Stage stage, string typed)
    {
        var caret = typed.IndexOf('^', StringComparison.Ordinal);
        var text = caret < 0 ? typed : typed.Remove(caret, 1);
        using var shell = stage.Shell.NewShell();
        return CommandCompletion.CompleteInput(text, caret < 0 ? text.Length : caret, null, shell);
    }
}
