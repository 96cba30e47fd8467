using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace DifyPS.Terminal;

/// <summary>How an entry ended.</summary>
internal enum EntryEnd
{
    /// <summary>With Enter.</summary>
    Entered,

    /// <summary>With Ctrl+C.</summary>
    Broken,

    /// <summary>With Ctrl+D where nothing was written.</summary>
    Closed,
}

/// <summary>What was entered.</summary>
internal sealed record Entry(EntryEnd End, string Text);

/// <summary>What Tab puts in: one of the texts in the place of what stands from a place on.</summary>
internal sealed record TabChoices(int Start, IReadOnlyList<string> Texts);

/// <summary>
/// Reads an entry of one or more lines from the keyboard, with the keys that people know from their shells. A backtick at
/// a line's end goes on in the next line, as in PowerShell, and so does a pasted block.
/// </summary>
internal sealed class LineEditor
{
    private readonly ITerminal _terminal;
    private readonly KeyReader _keys;
    private readonly EditorHistory _history;
    private readonly LineBuffer _buffer = new();
    private TabChoices? _tab;
    private int _tabAt;
    private char? _picked;

    public LineEditor(ITerminal terminal, KeyReader keys, EditorHistory history)
    {
        _terminal = terminal;
        _keys = keys;
        _history = history;
    }

    /// <summary>What Tab offers for the text before the cursor.</summary>
    public Func<string, TabChoices?>? Complete { get; init; }

    /// <summary>What a digit stands for at an empty prompt.</summary>
    public Func<char, string?>? Pick { get; init; }

    /// <summary>Reads an entry.</summary>
    public Entry Read(string prompt, string styledPrompt, CancellationToken cancellationToken)
    {
        var screen = new EditorScreen(_terminal, prompt, styledPrompt);
        _buffer.Set(string.Empty);
        _history.Rewind();
        (_tab, _picked) = (null, null);
        screen.Draw(_buffer);
        while (true)
        {
            var press = _keys.Read(cancellationToken);
            if (EndOf(press) is { } end)
            {
                screen.Close(_buffer);
                if (end == EntryEnd.Entered && _buffer.Text.Trim().Length > 0)
                    _history.Add(_buffer.Text);
                return new Entry(end, _buffer.Text);
            }

            // What came at once is drawn at once.
            if (!_keys.HasMore)
                screen.Draw(_buffer);
        }
    }

    // Null when the key was for the text.
    private EntryEnd? EndOf(KeyPress press)
    {
        if (press.Pasted is { } pasted)
        {
            (_tab, _picked) = (null, null);
            _buffer.Insert(pasted);
            return null;
        }

        if (press.IsControl(ConsoleKey.C))
            return EntryEnd.Broken;
        if (press.IsControl(ConsoleKey.D) && _buffer.Text.Length == 0)
            return EntryEnd.Closed;
        if (press.IsEnter)
            return IsContinued(press) ? null : EntryEnd.Entered;
        if (press.Key.Key == ConsoleKey.Tab)
        {
            NextChoice((press.Key.Modifiers & ConsoleModifiers.Shift) != 0 ? -1 : 1);
            return null;
        }

        _tab = null;
        if (!TryPick(press))
            EditorKeys.Apply(press, _buffer, _history);
        return null;
    }

    private bool IsContinued(KeyPress press)
    {
        var text = _buffer.Text;
        var line = text.Substring(text.LastIndexOf('\n') + 1);
        // A pair of backticks is code, and three of them begin or end a block of it.
        if (
            line.EndsWith("`", StringComparison.Ordinal)
            && !line.EndsWith("```", StringComparison.Ordinal)
            && line.Count(static c => c == '`') % 2 == 1
        )
        {
            _buffer.Replace(text.Length - 1, text.Length, "\n");
            return true;
        }

        // Where a terminal does not tell what is pasted, its lines come faster than anybody types.
        if (press.Key.Modifiers != 0 || (!_terminal.TellsPastes && _keys.HasMore))
        {
            _buffer.Insert("\n");
            return true;
        }

        return false;
    }

    private void NextChoice(int step)
    {
        if (_tab is null)
        {
            _tab = Complete?.Invoke(_buffer.Text.Substring(0, _buffer.Cursor));
            _tabAt = step > 0 ? -1 : 0;
        }

        if (_tab is not { Texts.Count: > 0 } tab)
            return;
        _tabAt = (_tabAt + step + tab.Texts.Count) % tab.Texts.Count;
        _buffer.Replace(tab.Start, _buffer.Cursor, tab.Texts[_tabAt]);
        // What was the only one is taken: Tab goes on behind it.
        if (tab.Texts.Count == 1)
            _tab = null;
    }

    // A digit picks at an empty prompt; whoever goes on writing meant the digit itself.
    private bool TryPick(KeyPress press)
    {
        var c = press.Key.KeyChar;
        if (_picked is { } digit)
        {
            _picked = null;
            if (!char.IsControl(c) && !press.IsAlt)
                _buffer.Set(digit.ToString());
            else if (press.Key.Key is ConsoleKey.Backspace or ConsoleKey.Escape)
                _buffer.Set(string.Empty);
            else
                return false;
            return press.Key.Key is ConsoleKey.Backspace or ConsoleKey.Escape;
        }

        if (_buffer.Text.Length > 0 || c is < '1' or > '9' || press.IsAlt || Pick?.Invoke(c) is not { } choice)
            return false;
        _picked = c;
        _buffer.Set(choice);
        return true;
    }
}
