using System.Linq;
using System.Text;
using DifyPS.Markup.Terminal;

namespace DifyPS.Terminal.Dialogue;

/// <summary>
/// An answer with its styles. The block under way is drawn anew as it grows, with a line of progress below; what is
/// finished is written for good.
/// </summary>
internal sealed class LiveAnswer(DialogueScreen screen) : IAnswerText
{
    private readonly LiveArea _area = new(screen.Terminal);
    private readonly StringBuilder _open = new();
    private string? _progress;
    private bool _isChanged;

    public bool HasText { get; private set; }

    public void Append(string text)
    {
        HasText |= text.Length > 0;
        _open.Append(text);
        _isChanged = true;
    }

    public void Replace(string text)
    {
        // What is written for good cannot be taken back, but what replaced it is told.
        _area.Show([]);
        _area.Finish();
        if (HasText)
            screen.WriteNote(Strings.ChatReplaced);
        _open.Clear();
        Append(text);
    }

    public void Progress(string text)
    {
        _isChanged |= _progress != text;
        _progress = text;
    }

    public void Draw()
    {
        if (!_isChanged)
            return;
        _isChanged = false;
        Show(_progress is null ? null : screen.DimLine(_progress));
    }

    public void MakeRoom()
    {
        // What is under way is drawn again below what will stand here.
        _area.Show([]);
        _area.Finish();
        _isChanged = HasText || _progress is not null;
    }

    public void Finish()
    {
        _progress = null;
        Show(null);
        _area.Finish();
    }

    private void Show(string? progress)
    {
        var text = TerminalMarkup.Render(_open.ToString(), screen.Look);
        var lines = progress is null ? text.Lines : text.Lines.Append(progress).ToList();
        _area.Show(lines, text.OpenLine);
        if (text.OpenAt > 0)
            _open.Remove(0, text.OpenAt);
    }
}
