using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dify.Client.Values;

/// <summary>
/// How JSON is read and written, the same everywhere. The platform's own limit of 64 levels is less than what apps give out:
/// a result that was read has to be written, and read again, wherever it is kept.
/// </summary>
public static class JsonFormat
{
    /// <summary>How many levels a value may have.</summary>
    public const int MaxDepth = 512;

    // What is put around a value that was read, such as a line of a list with its results, adds a few levels to it.
    private const int DepthWithWrapping = MaxDepth + 64;

    /// <summary>For JSON from elsewhere.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>For JSON that was written here, around values that were read from elsewhere.</summary>
    public static JsonDocumentOptions ReadingOwn { get; } = new() { MaxDepth = DepthWithWrapping };

    /// <summary>
    /// For writing. A body is not a web page: nothing needs hiding from a browser, and other scripts than Latin stay short.
    /// </summary>
    public static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = DepthWithWrapping };

    /// <summary>For writing files that people review.</summary>
    public static JsonWriterOptions WritingForReview { get; } = new() { Indented = true, MaxDepth = DepthWithWrapping };
}
