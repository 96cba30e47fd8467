using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace DifyPS.Terminal;

/// <summary>The console of this process.</summary>
internal sealed class ConsoleTerminal : ITerminal
{
    private const string PastesOn = "\u001b[?2004h";
    private const string PastesOff = "\u001b[?2004l";

    // .NET has no way to wait for a key that could be given up. People do not notice so short a time.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    private readonly bool _brokeBefore;

    public ConsoleTerminal(bool canMove, bool canStyle)
    {
        CanMove = canMove;
        CanStyle = canMove && canStyle;
        _brokeBefore = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        if (CanMove)
            Write(PastesOn);
    }

    public bool CanMove { get; }

    public bool CanStyle { get; }

    // Consoles of Windows before Windows Terminal pass pasted text on as keys.
    public bool TellsPastes => CanMove && !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    public int Width => Size(() => Console.WindowWidth, 80);

    public int Height => Size(() => Console.WindowHeight, 24);

    public ConsoleKeyInfo? ReadKey(TimeSpan wait, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (!Console.KeyAvailable)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (watch.Elapsed >= wait)
                return null;
            cancellationToken.WaitHandle.WaitOne(Interval);
        }

        return Console.ReadKey(intercept: true);
    }

    public void Write(string text)
    {
        Console.Out.Write(text);
        Console.Out.Flush();
    }

    public void Dispose()
    {
        if (CanMove)
            Write(PastesOff);
        Console.TreatControlCAsInput = _brokeBefore;
    }

    // Some terminals do not know how large they are.
    private static int Size(Func<int> ask, int otherwise)
    {
        try
        {
            return ask() is > 0 and var size ? size : otherwise;
        }
        catch (IOException)
        {
            return otherwise;
        }
    }
}
