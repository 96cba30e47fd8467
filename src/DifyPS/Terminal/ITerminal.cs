using System;
using System.Threading;

namespace DifyPS.Terminal;

/// <summary>A screen and a keyboard. Ctrl+C is a key like others there.</summary>
internal interface ITerminal : IDisposable
{
    /// <summary>Whether it takes the sequences that move the cursor.</summary>
    bool CanMove { get; }

    /// <summary>Whether text may have styles.</summary>
    bool CanStyle { get; }

    /// <summary>Whether it tells by itself what was pasted.</summary>
    bool TellsPastes { get; }

    /// <summary>The number of columns.</summary>
    int Width { get; }

    /// <summary>The number of rows.</summary>
    int Height { get; }

    /// <summary>The next key; null when none came in time.</summary>
    ConsoleKeyInfo? ReadKey(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Writes text as it is.</summary>
    void Write(string text);
}
