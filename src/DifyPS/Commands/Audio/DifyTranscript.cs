using DifyPS.Common;

namespace DifyPS;

/// <summary>What was said in a sound file. Its text form is the text.</summary>
public sealed class DifyTranscript
{
    internal DifyTranscript(string app, string path, string text)
    {
        App = app;
        Path = path;
        Text = text;
    }

    /// <summary>The name of the app that listened.</summary>
    public string App { get; }

    /// <summary>The sound file.</summary>
    public string Path { get; }

    /// <summary>What was said.</summary>
    public string Text { get; }

    /// <summary>Gives the text.</summary>
    public override string ToString() => DisplayFormat.Text(Text);
}
