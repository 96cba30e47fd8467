using System;

namespace DifyPS.Terminal;

/// <summary>What keys do to text under edit: those of Windows and of Unix shells.</summary>
internal static class EditorKeys
{
    public static void Apply(KeyPress press, LineBuffer buffer, EditorHistory history)
    {
        if ((press.Key.Modifiers & ConsoleModifiers.Control) != 0 && ApplyControl(press, buffer, history))
            return;
        if (press.IsAlt && ApplyAlt(press, buffer))
            return;
        switch (press.Key.Key)
        {
            case ConsoleKey.LeftArrow:
                buffer.Left();
                break;
            case ConsoleKey.RightArrow:
                buffer.Right();
                break;
            case ConsoleKey.UpArrow:
                if (!buffer.Vertical(-1) && history.Earlier(buffer.Text) is { } earlier)
                    buffer.Set(earlier);
                break;
            case ConsoleKey.DownArrow:
                if (!buffer.Vertical(1) && history.Later() is { } later)
                    buffer.Set(later);
                break;
            case ConsoleKey.Home:
                buffer.Home();
                break;
            case ConsoleKey.End:
                buffer.End();
                break;
            case ConsoleKey.Backspace:
                buffer.Backspace();
                break;
            case ConsoleKey.Delete:
                buffer.Delete();
                break;
            case ConsoleKey.Escape:
                buffer.Set(string.Empty);
                break;
            default:
                if (!char.IsControl(press.Key.KeyChar))
                    buffer.Insert(press.Key.KeyChar.ToString());
                break;
        }
    }

    private static bool ApplyControl(KeyPress press, LineBuffer buffer, EditorHistory history)
    {
        switch (press.Key.Key)
        {
            case ConsoleKey.A:
                buffer.Home();
                return true;
            case ConsoleKey.E:
                buffer.End();
                return true;
            case ConsoleKey.B:
                buffer.Left();
                return true;
            case ConsoleKey.F:
                buffer.Right();
                return true;
            case ConsoleKey.D:
                buffer.Delete();
                return true;
            case ConsoleKey.H:
                buffer.Backspace();
                return true;
            case ConsoleKey.K:
                buffer.CutToLineEnd();
                return true;
            case ConsoleKey.U:
                buffer.CutToLineStart();
                return true;
            case ConsoleKey.W or ConsoleKey.Backspace:
                buffer.CutWordBefore();
                return true;
            case ConsoleKey.Delete:
                buffer.CutWordAfter();
                return true;
            case ConsoleKey.LeftArrow:
                buffer.WordLeft();
                return true;
            case ConsoleKey.RightArrow:
                buffer.WordRight();
                return true;
            case ConsoleKey.P:
                if (history.Earlier(buffer.Text) is { } earlier)
                    buffer.Set(earlier);
                return true;
            case ConsoleKey.N:
                if (history.Later() is { } later)
                    buffer.Set(later);
                return true;
            default:
                // AltGr comes as Ctrl and Alt, with a character of its own.
                return !press.IsAlt;
        }
    }

    private static bool ApplyAlt(KeyPress press, LineBuffer buffer)
    {
        switch (press.Key.Key)
        {
            case ConsoleKey.B or ConsoleKey.LeftArrow:
                buffer.WordLeft();
                return true;
            case ConsoleKey.F or ConsoleKey.RightArrow:
                buffer.WordRight();
                return true;
            case ConsoleKey.D:
                buffer.CutWordAfter();
                return true;
            case ConsoleKey.Backspace:
                buffer.CutWordBefore();
                return true;
            default:
                return false;
        }
    }
}
