using System;
using DifyPS.Common;

namespace DifyPS.Terminal.Dialogue;

/// <summary>An answer where nothing can be drawn twice: the text as it comes, and what the app does before it.</summary>
internal sealed class PlainAnswer(ITerminal terminal) : IAnswerText
{
    private string? _progress;
    private bool _isInLine;

    public bool HasText { get; private set; }

    public void Append(string text)
    {
        var clean = DisplayFormat.Text(text);
        if (clean.Length == 0)
            return;
        HasText = true;
        _isInLine = !clean.EndsWith("\n", StringComparison.Ordinal);
        terminal.Write(clean.Replace("\n", "\r\n"));
    }

    public void Replace(string text)
    {
        EndLine();
        if (HasText)
            terminal.Write(Strings.ChatReplaced + "\r\n");
        Append(text);
    }

    public void Progress(string text)
    {
        if (_isInLine || _progress == text)
            return;
        _progress = text;
        terminal.Write(DisplayFormat.Short(text, Math.Max(10, terminal.Width - 1)) + "\r\n");
    }

    public void Draw()
    {
    }

    public void MakeRoom() => EndLine();

    public void Finish() => EndLine();

    private void EndLine()
    {
        if (_isInLine)
            terminal.Write("\r\n");
        _isInLine = false;
    }
}
