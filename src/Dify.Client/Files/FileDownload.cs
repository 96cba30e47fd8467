using System;
using System.IO;
using System.Net.Http;
using System.Text;

namespace Dify.Client.Files;

/// <summary>A file on its way here. To be disposed: until then it holds its connection.</summary>
public sealed class FileDownload : IDisposable
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal FileDownload(HttpResponseMessage response, Stream stream)
    {
        Stream = stream;
        var headers = response.Content?.Headers;
        ContentType = headers?.ContentType?.MediaType;
        Length = headers?.ContentLength;
        FileName = headers?.ContentDisposition?.FileNameStar is { Length: > 0 } name ? name : NameOf(headers?.ContentDisposition?.FileName);
    }

    /// <summary>
    /// The contents. Reading throws <see cref="DifyStreamException"/> when the connection is lost (<c>StreamBroken</c>) or
    /// stands still too long (<c>StreamIdle</c>).
    /// </summary>
    public Stream Stream { get; }

    /// <summary>The name the server tells, as it is: whoever makes a file of it has to make it safe first. Null when none.</summary>
    public string? FileName { get; }

    /// <summary>The content type, without parameters.</summary>
    public string? ContentType { get; }

    /// <summary>How many bytes there will be; null when the server does not say.</summary>
    public long? Length { get; }

    /// <inheritdoc/>
    public void Dispose() => Stream.Dispose();

    // Some servers put UTF-8 into the header as it is, which arrives here a byte a character.
    private static string? NameOf(string? name)
    {
        name = name?.Trim().Trim('"');
        if (string.IsNullOrEmpty(name))
            return null;

        var bytes = new byte[name!.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (name[i] > byte.MaxValue)
                return name;

            bytes[i] = (byte)name[i];
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
