using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DifyPS.Terminal;

/// <summary>
/// Lines at the end of what was written that may still change. Only those that did are written again; what has left the
/// screen at its top cannot be, and stays as it was. The cursor stands at the beginning of the line below.
/// </summary>
internal sealed class LiveArea(ITerminal terminal)
{
    private List<string> _shown = new();
    private int _gone;
    private int _width;

    /// <summary>Shows the lines in the place of those before.</summary>
    /// <param name="lines">The lines, each no longer than the screen is wide.</param>
    /// <param name="finished">How many of them, from the first on, will not be among the next lines: they stay for good.</param>
    public void Show(IReadOnlyList<string> lines, int finished = 0)
    {
        var now = lines.Skip(_gone).ToList();
        var same = 0;
        while (same < now.Count && same < _shown.Count && now[same] == _shown[same])
            same++;
        var width = terminal.Width;
        var isNarrower = width < _width;
        if (isNarrower)
            same = 0;
        _width = width;
        var text = new StringBuilder();
        if (_shown.Count > same)
        {
            var rows = isNarrower ? Math.Min(Reflow.Rows(_shown, width), Math.Max(1, terminal.Height - 1)) : _shown.Count - same;
            text.Append("\u001b[").Append(rows).Append("A\r\u001b[J");
        }

        for (var i = same; i < now.Count; i++)
            text.Append(now[i]).Append("\r\n");
        if (text.Length > 0)
            terminal.Write(text.ToString());
        _shown = now;
        ReleaseLines(finished);
    }

    /// <summary>Leaves all lines as they are.</summary>
    public void Finish()
    {
        _shown.Clear();
        _gone = 0;
    }

    private void ReleaseLines(int finished)
    {
        var drop = Math.Min(_shown.Count, Math.Max(0, finished - _gone));
        _gone = Math.Max(0, _gone - finished);
        var over = Math.Max(0, _shown.Count - drop - Math.Max(1, terminal.Height - 1));
        _shown.RemoveRange(0, drop + over);
        _gone += over;
    }
}
