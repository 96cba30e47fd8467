namespace DifyPS.Dialogue;

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

    /// <summary>Leaves the answer as it is.</summary>
    void Finish();
}
