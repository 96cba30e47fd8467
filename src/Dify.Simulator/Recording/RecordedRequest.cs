using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>A request as it came in. No key is kept, only its fingerprint.</summary>
public sealed class RecordedRequest
{
    /// <summary>When it came.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Its method.</summary>
    public string Method { get; init; } = "";

    /// <summary>Its path as the description has it, such as <c>/chat-messages</c>.</summary>
    public string Path { get; init; } = "";

    /// <summary>The path and query as they were sent.</summary>
    public string Target { get; init; } = "";

    /// <summary>The query's parameters; a repeated one has its values joined by commas.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>();

    /// <summary>The headers, with a fingerprint in the place of the key.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The fingerprint of the key: SHA-256, the first 16 hex digits.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>The body, if it is JSON or other text.</summary>
    public string? Body { get; internal set; }

    /// <summary>The fields of a multipart body.</summary>
    public IReadOnlyDictionary<string, string> Form { get; internal set; } = new Dictionary<string, string>();

    /// <summary>The files of a multipart body.</summary>
    public IReadOnlyList<RecordedFile> Files { get; internal set; } = [];

    /// <summary>The name of the app that the key is for.</summary>
    public string? App { get; init; }

    /// <summary>The status of the answer; 0 until the answer begins.</summary>
    public int Status { get; internal set; }

    /// <summary>Whether the answer has ended.</summary>
    public bool Completed { get; internal set; }

    /// <summary>Whether the connection broke before.</summary>
    public bool Aborted { get; internal set; }

    /// <summary>The kind of fault it met.</summary>
    public FaultKind? Fault { get; internal set; }

    /// <summary>The connection it came over.</summary>
    public string ConnectionId { get; init; } = "";

    /// <summary>The body as JSON, if it is an object.</summary>
    [JsonIgnore]
    public JsonObject? Json
    {
        get
        {
            try
            {
                return Body is null ? null : JsonNode.Parse(Body, documentOptions: new() { MaxDepth = 512 }) as JsonObject;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Target} -> {Status}";
}

/// <summary>A file of a multipart body.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Length">Its size in bytes.</param>
public sealed record RecordedFile(string Name, string FileName, string? ContentType, long Length);
