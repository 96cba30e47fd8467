namespace Dify.Client.Audio;

/// <summary>What to say aloud: the body of <c>POST /text-to-audio</c>. Either <see cref="Text"/> or <see cref="MessageId"/>.</summary>
public sealed class SpeechRequest
{
    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>A message whose answer is to be said.</summary>
    public string? MessageId { get; init; }

    /// <summary>The voice; the app's own when null.</summary>
    public string? Voice { get; init; }

    /// <summary>The end user.</summary>
    public required string User { get; init; }
}
