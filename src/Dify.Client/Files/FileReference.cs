using System;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Files;

/// <summary>A file that goes with a message or is the value of an input variable: by its address, or by the id an upload gave.</summary>
public sealed class FileReference : IJsonValue
{
    private FileReference(string type, string transferMethod, string? url, string? uploadFileId)
    {
        Type = string.IsNullOrWhiteSpace(type) ? throw new ArgumentException(Strings.FileTypeMissing, nameof(type)) : type;
        TransferMethod = transferMethod;
        Url = url;
        UploadFileId = uploadFileId;
    }

    /// <summary><c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</summary>
    public string Type { get; }

    /// <summary><c>remote_url</c> or <c>local_file</c>.</summary>
    public string TransferMethod { get; }

    /// <summary>The address, of a <c>remote_url</c>.</summary>
    public string? Url { get; }

    /// <summary>The id <c>POST /files/upload</c> gave, of a <c>local_file</c>.</summary>
    public string? UploadFileId { get; }

    /// <summary>A file the server fetches itself.</summary>
    /// <param name="type"><c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</param>
    /// <param name="url">Its address.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">Something is empty.</exception>
    public static FileReference FromUrl(string type, string url) =>
        new(
            type,
            "remote_url",
            string.IsNullOrWhiteSpace(url) ? throw new ArgumentException(Strings.FileAddressMissing, nameof(url)) : url,
            null
        );

    /// <summary>A file that was uploaded with <c>POST /files/upload</c>.</summary>
    /// <param name="type"><c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</param>
    /// <param name="uploadFileId">The id the upload gave.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentException">Something is empty.</exception>
    public static FileReference FromUpload(string type, string uploadFileId) =>
        new(
            type,
            "local_file",
            null,
            string.IsNullOrWhiteSpace(uploadFileId)
                ? throw new ArgumentException(Strings.FileUploadIdMissing, nameof(uploadFileId))
                : uploadFileId
        );

    void IJsonValue.WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Type);
        writer.WriteString("transfer_method", TransferMethod);
        if (Url is not null)
            writer.WriteString("url", Url);

        if (UploadFileId is not null)
            writer.WriteString("upload_file_id", UploadFileId);

        writer.WriteEndObject();
    }
}
