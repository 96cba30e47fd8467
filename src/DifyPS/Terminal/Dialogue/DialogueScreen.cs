using System;
using System.Collections.Generic;
using System.Management.Automation;
using DifyPS.Common;
using DifyPS.Markup.Terminal;
using DifyPS.Output.Display;

namespace DifyPS.Terminal.Dialogue;

/// <summary>Writes whole lines of a dialogue. Whatever an app said is made harmless on its way.</summary>
internal sealed class DialogueScreen(ITerminal terminal)
{
    private static readonly TerminalStyles None = new(
        string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty, string.Empty);

    private readonly TerminalStyles _styles = terminal.CanStyle
        ? new TerminalStyles(
            Styled.Sequence("Bold"),
            Styled.Sequence("Italic"),
            Styled.Sequence("Underline"),
            Styled.Sequence("Strikethrough"),
            Styled.Sequence("Dim"),
            Styled.Sequence("Bold") + Styled.Sequence("Cyan", isColour: true),
            Styled.Sequence("Yellow", isColour: true),
            Styled.Sequence("Underline"),
            Styled.Sequence("Reset")
        )
        : None;

    public ITerminal Terminal => terminal;

    /// <summary>How text looks now: the terminal may have become wider. The last column stays empty.</summary>
    public TerminalLook Look => new(Math.Max(10, terminal.Width - 1), _styles, DisplayFormat.Text);

    /// <summary>An empty line.</summary>
    public void Space() => terminal.Write("\r\n");

    /// <summary>Text of ours.</summary>
    public void WriteText(string text) => Write(TerminalMarkup.Plain(text, Look), string.Empty);

    /// <summary>What is beside the point.</summary>
    public void WriteNote(string text) => Write(TerminalMarkup.Plain(text, Look), _styles.Dim);

    /// <summary>What the user said before.</summary>
    public void Quote(string prompt, string text) => Write(TerminalMarkup.Plain(prompt + text, Look), _styles.Bold);

    /// <summary>An app's text.</summary>
    public void Markdown(string text) =>
        Write(terminal.CanStyle ? TerminalMarkup.Render(text, Look).Lines : TerminalMarkup.Plain(text, Look), string.Empty);

    /// <summary>What went wrong, and what to do about it.</summary>
    public void Complain(Exception error)
    {
        var record = ErrorRecords.From(error, null);
        var message = error is ArgumentException argument ? ErrorRecords.Sentence(argument) : error.Message;
        Write(TerminalMarkup.Plain(message, Look), terminal.CanStyle ? Styled.Sequence("Red", isColour: true) : string.Empty);
        if (record.ErrorDetails?.RecommendedAction is { Length: > 0 } action)
            WriteNote(action);
    }

    /// <summary>Text in bold.</summary>
    public string Bold(string text) => _styles.Bold + text + _styles.Reset;

    /// <summary>One line, beside the point, no longer than the screen is wide.</summary>
    public string DimLine(string text)
    {
        var lines = StyledText.Cut(DisplayFormat.Line(text), _styles.Dim, Look.Width - 1);
        return StyledText.Show(lines[0], _styles.Reset) + (lines.Count > 1 ? "…" : string.Empty);
    }

    private void Write(IEnumerable<string> lines, string style)
    {
        foreach (var line in lines)
            terminal.Write((style.Length > 0 && line.Length > 0 ? style + line + _styles.Reset : line) + "\r\n");
    }
}
