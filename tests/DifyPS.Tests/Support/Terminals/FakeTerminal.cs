using System;
using System.Collections.Concurrent;
using System.Text;
using System.Threading;
using DifyPS.Terminal;

namespace DifyPS.Tests.Support.Terminals;

/// <summary>A terminal without a screen to look at: keys come from a test, which can wait for what is to be seen.</summary>
internal sealed class FakeTerminal(int width = 80, int height = 24, bool isPlain = false) : ITerminal
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<ConsoleKeyInfo> _keys = [];
    private readonly object _gate = new();
    private readonly StringBuilder _written = new();
    private readonly ScreenImage _screen = new(width, height);

    public bool CanMove => !isPlain;

    public bool CanStyle => !isPlain;

    public bool TellsPastes => !isPlain;

    public int Width => _screen.Width;

    public int Height => height;

    public bool IsClosed { get; private set; }

    /// <summary>What the screen shows, and what has left it.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
                return _screen.Text;
        }
    }

    /// <summary>Everything as it was written.</summary>
    public string Written
    {
        get
        {
            lock (_gate)
                return _written.ToString();
        }
    }

    public (int Row, int Column) Cursor => _screen.Cursor;

    public ConsoleKeyInfo? ReadKey(TimeSpan wait, CancellationToken cancellationToken) =>
        _keys.TryTake(out var key, wait == TimeSpan.MaxValue ? Timeout.Infinite : (int)wait.TotalMilliseconds, cancellationToken)
            ? key
            : null;

    public void Write(string text)
    {
        lock (_gate)
        {
            _written.Append(text);
            _screen.Write(text);
            Monitor.PulseAll(_gate);
        }
    }

    public void Narrow(int columns)
    {
        lock (_gate)
            _screen.Narrow(columns);
    }

    public void Dispose() => IsClosed = true;

    /// <summary>Types text; what is not a character is written as it comes from a keyboard.</summary>
    public FakeTerminal Type(string text)
    {
        foreach (var c in text)
            _keys.Add(Key(c));
        return this;
    }

    /// <summary>Types a line.</summary>
    public FakeTerminal Enter(string text) => Type(text + "\r");

    public FakeTerminal Press(params ConsoleKey[] keys)
    {
        foreach (var key in keys)
        {
            _keys.Add(
                new ConsoleKeyInfo(
                    key == ConsoleKey.Escape ? '\u001b'
                        : key == ConsoleKey.Backspace ? '\b'
                        : '\0',
                    key,
                    false,
                    false,
                    false
                )
            );
        }
        return this;
    }

    public FakeTerminal Control(ConsoleKey key)
    {
        _keys.Add(
            new ConsoleKeyInfo(key is >= ConsoleKey.A and <= ConsoleKey.Z ? (char)(key - ConsoleKey.A + 1) : '\0', key, false, false, true)
        );
        return this;
    }

    public FakeTerminal Paste(string text) => Type("\u001b[200~" + text + "\u001b[201~");

    /// <summary>Waits until the text can be seen; with a count, so many times.</summary>
    public void WaitFor(string text, int times = 1)
    {
        var end = DateTime.UtcNow + Patience;
        lock (_gate)
        {
            while (_screen.Text.Split(text).Length - 1 < times)
            {
                var left = end - DateTime.UtcNow;
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                    throw new TimeoutException($"'{text}' was not seen {times} times, but:\n{_screen.Text}");
            }
        }
    }

    private static ConsoleKeyInfo Key(char c) => new(
        c,
        c switch
        {
            '\r' => ConsoleKey.Enter,
            '\t' => ConsoleKey.Tab,
            '\u001b' => ConsoleKey.Escape,
            >= 'a' and <= 'z' => ConsoleKey.A + (c - 'a'),
            >= '0' and <= '9' => ConsoleKey.D0 + (c - '0'),
            _ => default,
        },
        false, false, false);
}
