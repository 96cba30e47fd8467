namespace DifyPS.Terminal.Dialogue;

/// <summary>An answer on the screen while it comes.</summary>
internal interface IAnswerText
{
    /// <summary>Whether there is some.</summary>
    bool HasText { get; }

    /// <summary>More of the answer.</summary>
    void Append(string text);

    /// <summary>Another text in the place of all of it.</summary>
    void Replace(string text);

    /// <summary>What the app is doing.</summary>
    void Progress(string text);

    /// <summary>Shows what came since.</summary>
    void Draw();

    /// <summary>Makes room for a line of somebody else's: the host is about to write a warning where the answer is drawn.</summary>
    void MakeRoom();

    /// <summary>Leaves the answer as it is.</summary>
    void Finish();
}
