using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Files;

/// <summary>Files, to an app and back. Neither way is a file held in memory.</summary>
public sealed class FilesClient
{
    private readonly HttpTransport _transport;

    internal FilesClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Uploads a file, for later requests of the same user to refer to: <c>POST /files/upload</c>. The time limit of a call
    /// begins anew with each piece that goes out.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="user">Whose file it is: only requests with the same user can refer to it.</param>
    /// <param name="progress">Told, from any thread, how many bytes of the file went out; it begins anew with a second try.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What Dify keeps.</returns>
    /// <exception cref="ArgumentException">The user is missing, or the file's name has a slash in it; nothing was sent.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 413 <c>file_too_large</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<UploadedFile> UploadAsync(
        FileUpload file,
        string user,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        SendAsync(
            _transport,
            "/files/upload",
            file,
            user,
            progress,
            json => Pages.Read(json, FileJson.Default.UploadedFile, _transport, "POST /files/upload"),
            cancellationToken
        );

    /// <summary>
    /// Gets a file that a message of this app refers to: <c>GET /files/{file_id}/preview</c>. The time limit of a call ends
    /// with the headers; from then on the idle limit counts.
    /// </summary>
    /// <param name="fileId">The id the upload gave.</param>
    /// <param name="asAttachment">Has the server tell the file's name; it then does not tell its content type.</param>
    /// <param name="cancellationToken">Cancels the call, also while the file is read.</param>
    /// <returns>The file, to be read and disposed.</returns>
    /// <exception cref="ArgumentException">The id is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404 <c>file_not_found</c>: no message of this app has it.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<FileDownload> DownloadAsync(string fileId, bool asAttachment = true, CancellationToken cancellationToken = default)
    {
        var route = Route.Of("/files/{file_id}/preview", fileId);
        return OpenAsync(
            _transport,
            new ApiRequest(HttpMethod.Get, asAttachment ? route.With("as_attachment", "true") : route)
            {
                Stream = true,
                IsDownload = true,
                Accept = "*/*",
            },
            cancellationToken
        );
    }

    /// <summary>
    /// Gets a file by its whole address, such as a message or a workflow's output names: <c>GET</c> without the key, whose
    /// holder no file's address needs to know. Redirects are not followed.
    /// </summary>
    /// <param name="address">The address: https, or http on this machine. One on this machine is for a server on this machine.</param>
    /// <param name="cancellationToken">Cancels the call, also while the file is read.</param>
    /// <returns>The file, to be read and disposed.</returns>
    /// <exception cref="ArgumentException">Another kind of address; nothing was sent.</exception>
    /// <exception cref="DifyApiException">The host answers with an error.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<FileDownload> DownloadAsync(Uri address, CancellationToken cancellationToken = default)
    {
        if (
            !(address ?? throw new ArgumentNullException(nameof(address))).IsAbsoluteUri
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            || address.UserInfo.Length > 0
        )
        {
            throw new ArgumentException(Strings.FileAddressNotTaken, nameof(address));
        }

        // A server elsewhere that names something here wants to have what only this machine can reach.
        if (SystemFileTypes.Is(address) && !SystemFileTypes.Is(_transport.Server.BaseUri))
        {
            throw new ArgumentException(
                Strings.FormatFileAddressOnThisMachine(address.Host, _transport.Server.DisplayName),
                nameof(address)
            );
        }

        return OpenAsync(
            _transport.To(address),
            new ApiRequest(HttpMethod.Get, "/(file address)")
            {
                Address = address,
                Stream = true,
                IsDownload = true,
                Accept = "*/*",
            },
            cancellationToken
        );
    }

    /// <summary>Sends a file in a form, with the user beside it.</summary>
    internal static async Task<T> SendAsync<T>(
        HttpTransport transport,
        string route,
        FileUpload file,
        string user,
        IProgress<long>? progress,
        Func<JsonElement, T?> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var path = (file ?? throw new ArgumentNullException(nameof(file))).Path;
        JsonBody.CheckUser(user);
        var name = file.FileName ?? Path.GetFileName(path);
        if (name.Length == 0 || name.IndexOfAny(['/', '\\']) >= 0)
            throw new ArgumentException(Strings.FormatFileUploadNameNotTaken(name), nameof(file));

        var body = new FileBody(path, progress, cancellationToken);
        var fields = new Dictionary<string, string> { ["user"] = user };
        var call = new ApiRequest(HttpMethod.Post, route)
        {
            Upload = moved => FileForm.Create(body.Create(moved), name, file.ContentType ?? FileTypes.ContentTypeOf(name), fields),
        };
        try
        {
            return await transport.SendAsync(call, read, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyConnectionException) when (body.Failure is { } failure)
        {
            throw failure is UnauthorizedAccessException
                ? failure
                : new IOException(Strings.FormatFileUnreadable(path, failure.Message), failure);
        }
    }

    /// <summary>Opens a download.</summary>
    internal static Task<FileDownload> OpenAsync(HttpTransport transport, ApiRequest call, CancellationToken cancellationToken)
    {
        var origin = new StreamOrigin(transport, call.Operation) { IsEvents = false };
        return transport.SendAsync(
            call,
            async (response, token) =>
                new FileDownload(
                    response,
                    await EventStream.GuardAsync(response, origin, isEvents: false, token, cancellationToken).ConfigureAwait(false)
                ),
            cancellationToken
        );
    }
}
