namespace Dify.Client.Files;

/// <summary>A file to be uploaded.</summary>
public sealed class FileUpload
{
    /// <summary>Where it is on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>The name to give it; its own unless set.</summary>
    public string? FileName { get; init; }

    /// <summary>Its content type; by its name's extension unless set.</summary>
    public string? ContentType { get; init; }
}
