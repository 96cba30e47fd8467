using System;
using System.IO;

namespace DifyPS.Output.Export;

/// <summary>How a conversation is written down.</summary>
internal enum ConversationFormat
{
    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>A line of JSON a message.</summary>
    JsonLines,

    /// <summary>A page that is one file.</summary>
    Html,
}

/// <summary>Which format a file's name speaks of.</summary>
internal static class ConversationFormats
{
    /// <summary>The format; null for a name that speaks of none.</summary>
    public static ConversationFormat? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".md" or ".markdown" => ConversationFormat.Markdown,
        ".jsonl" or ".ndjson" => ConversationFormat.JsonLines,
        ".html" or ".htm" => ConversationFormat.Html,
        _ => null,
    };

    /// <summary>The extension of its files, with the dot.</summary>
    public static string Extension(ConversationFormat format) => format switch
    {
        ConversationFormat.Markdown => ".md",
        ConversationFormat.JsonLines => ".jsonl",
        _ => ".html",
    };
}
