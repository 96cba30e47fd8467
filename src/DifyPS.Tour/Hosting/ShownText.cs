using System;
using System.IO;
using System.Text;

namespace DifyPS.Tour.Hosting;

/// <summary>Everything a session showed, and where it is shown while it happens.</summary>
public sealed class ShownText(TextWriter? screen)
{
    private readonly StringBuilder _all = new();
    private readonly object _gate = new();

    /// <summary>Answers questions by the names of their fields; null where nobody is there.</summary>
    public Func<string, object?>? Answer { get; set; }

    /// <summary>Shows text at once and remembers it.</summary>
    public void Write(string text)
    {
        lock (_gate)
        {
            _all.Append(text);
            screen?.Write(text);
            screen?.Flush();
        }
    }

    /// <summary>Shows a line.</summary>
    public void WriteLine(string text = "") => Write(text + Environment.NewLine);

    /// <summary>How much was shown so far, to look at what comes after.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
                return _all.Length;
        }
    }

    /// <summary>What was shown from there on.</summary>
    public string From(int start)
    {
        lock (_gate)
            return _all.ToString(start, _all.Length - start);
    }
}
