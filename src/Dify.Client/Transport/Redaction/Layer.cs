namespace Dify.Client.Transport.Redaction;

/// <summary>A text with some layers of escapes undone, and where each of its characters stands in the text as it came.</summary>
/// <param name="text">The text.</param>
/// <param name="starts">The place of each character; null when it is the text as it came.</param>
/// <param name="ends">The first place behind each character.</param>
internal sealed class Layer(string text, int[]? starts = null, int[]? ends = null)
{
    public string Text { get; } = text;

    public int StartOf(int index) => starts is null ? index : starts[index];

    public int EndOf(int index) => ends is null ? index + 1 : ends[index];

    /// <summary>What stands from one character to another, both included.</summary>
    public Finding Find(int first, int last, string placeholder) => new(StartOf(first), EndOf(last), placeholder);
}
