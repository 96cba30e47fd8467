using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;

namespace Dify.Client.Rest;

/// <summary>A raw request. At most one of <see cref="JsonBytes"/>, <see cref="Json"/> and <see cref="Multipart"/> is its body.</summary>
public sealed class RestRequest
{
    /// <summary>The method; GET unless set.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>The path, relative to the server's base address, such as <c>/conversations</c>; special characters escaped.</summary>
    public required string Path { get; init; }

    /// <summary>The query's names and values, not escaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Query { get; init; }

    /// <summary>The body: JSON, UTF-8, sent as it is.</summary>
    public byte[]? JsonBytes { get; init; }

    /// <summary>The body, as a JSON element.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The body: a form with a file.</summary>
    public RestMultipart? Multipart { get; init; }

    /// <summary>
    /// Whether the answer is handed on as it arrives (events, downloads). Otherwise it is read into memory, of at most <see
    /// cref="DifyClientOptions.MaxTextBytes"/>, within the call's time limit and retries.
    /// </summary>
    public bool Stream { get; init; }

    /// <summary>Whether the answer is a file to be saved as it is: it is asked for without a packing of the server's.</summary>
    public bool IsDownload { get; init; }
}

/// <summary>A form as <c>multipart/form-data</c>, with at most one file, which is read from disk as it is sent.</summary>
public sealed class RestMultipart
{
    /// <summary>The form's fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Fields { get; init; }

    /// <summary>The file on disk.</summary>
    public string? FilePath { get; init; }

    /// <summary>The field the file goes by; <c>file</c> unless set.</summary>
    public string FileField { get; init; } = "file";

    /// <summary>The name the server gets to see; the file's own when null.</summary>
    public string? FileName { get; init; }

    /// <summary>The file's content type; <c>application/octet-stream</c> unless set.</summary>
    public string FileContentType { get; init; } = "application/octet-stream";
}
