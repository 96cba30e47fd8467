using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;

namespace DifyPS.Terminal;

/// <summary>A key, or text that was pasted.</summary>
internal readonly record struct KeyPress(ConsoleKeyInfo Key, string? Pasted = null)
{
    public bool IsControl(ConsoleKey key) => Key.Key == key && (Key.Modifiers & ConsoleModifiers.Control) != 0;

    public bool IsAlt => (Key.Modifiers & ConsoleModifiers.Alt) != 0;

    public bool IsEnter => Pasted is null && (Key.Key == ConsoleKey.Enter || Key.KeyChar is '\r' or '\n');
}

/// <summary>Keys in their order, those that were pressed while nobody read them first. Recognises what was pasted.</summary>
internal sealed class KeyReader(ITerminal terminal)
{
    private const char Escape = '\u001b';
    private const string PasteStart = "[200~";
    private const string PasteEnd = "[201~";
    private const int LongestSequence = 12;

    // The characters of a sequence come together; after the key itself nothing comes.
    private static readonly TimeSpan SequenceWait = TimeSpan.FromMilliseconds(30);

    // A terminal that was cut off in the middle of a paste sends its end no more.
    private static readonly TimeSpan PasteWait = TimeSpan.FromSeconds(2);

    private readonly Queue<ConsoleKeyInfo> _ahead = new();

    /// <summary>Whether a key is there already.</summary>
    public bool HasMore => _ahead.Count > 0 || Fetch();

    /// <summary>The next key.</summary>
    public KeyPress Read(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = Next(Timeout.InfiniteTimeSpan, cancellationToken);
            if (key is null)
                continue;
            if (key.Value.KeyChar != Escape || key.Value.Modifiers != 0)
                return new KeyPress(key.Value);
            var sequence = Sequence(cancellationToken);
            if (sequence.Length == 0)
                return new KeyPress(key.Value);
            if (sequence == PasteStart)
                return new KeyPress(default, Paste(cancellationToken));
            // A key that .NET does not know, and neither does the editor.
        }
    }

    /// <summary>Takes what was pressed meanwhile; true when Ctrl+C was among it, and then all of it is forgotten.</summary>
    public bool TakeBreak()
    {
        while (Fetch())
        {
        }

        if (!_ahead.Any(static key => new KeyPress(key).IsControl(ConsoleKey.C)))
            return false;
        _ahead.Clear();
        return true;
    }

    private bool Fetch()
    {
        if (terminal.ReadKey(TimeSpan.Zero, CancellationToken.None) is not { } key)
            return false;
        _ahead.Enqueue(key);
        return true;
    }

    private ConsoleKeyInfo? Next(TimeSpan wait, CancellationToken cancellationToken) =>
        _ahead.Count > 0
            ? _ahead.Dequeue()
            : terminal.ReadKey(wait == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : wait, cancellationToken);

    private string Sequence(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (text.Length < LongestSequence && Next(SequenceWait, cancellationToken) is { } key)
        {
            text.Append(key.KeyChar);
            if (text.Length > 1 && key.KeyChar is >= '@' and <= '~')
                break;
        }

        return text.ToString();
    }

    private string Paste(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (Next(PasteWait, cancellationToken) is { } key)
        {
            if (key.KeyChar == Escape)
            {
                var sequence = Sequence(cancellationToken);
                if (sequence == PasteEnd)
                    break;
                text.Append(sequence);
            }
            else if (key.KeyChar != '\0')
            {
                text.Append(key.KeyChar);
            }
        }

        return text.ToString();
    }
}
