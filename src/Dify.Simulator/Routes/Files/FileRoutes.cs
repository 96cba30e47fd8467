using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dify.Simulator.Routes.Files;

/// <summary>Uploads, and what was uploaded.</summary>
internal static class FileRoutes
{
    public static void Add(RouteMap map)
    {
        map.App("POST", "/files/upload", UploadAsync);
        map.App("GET", "/files/{file_id}/preview", PreviewAsync);
        map.Open("GET", "/files/{file_id}/file-preview", SignedAsync);
    }

    /// <summary>The address at which anybody gets the file who knows the signature.</summary>
    public static string PreviewUrl(ApiCall call, string id)
    {
        var file = call.State.Files.Find(Guid.Parse(id))!;
        var root = $"{call.Context.Request.Scheme}://{call.Context.Request.Host}";
        return $"{root}/files/{id}/file-preview?timestamp={file.CreatedAt}&nonce={file.Signature[..8]}&sign={file.Signature}";
    }

    private static async Task UploadAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var upload = await Upload.ReadAsync(call, app);
        var file = new StoredFile(
            Guid.NewGuid(),
            app,
            upload.User,
            upload.File.FileName,
            upload.Extension,
            upload.File.ContentType,
            upload.File.Length,
            call.State.Now()
        );
        await using (var target = File.Create(call.State.Files.PathOf(file.Id)))
            await upload.File.CopyToAsync(target, call.Aborted);

        call.State.Files.Add(file);
        await call.ReplyAsync(StoredFileJson.Of(call, file), StatusCodes.Status201Created);
    }

    /// <summary>A file can be had once a message of the app refers to it.</summary>
    private static async Task PreviewAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("as_attachment", "user");
        var asAttachment = query.Flag("as_attachment");
        var file = call.SegmentId("file_id") is { } id ? call.State.Files.Find(id) : null;
        if (file is not null && file.App != app)
            throw new DifyError(403, "file_access_denied", "Access to the requested file is denied.");

        if (file is null || !app.Messages.Any(message => message.Files.Any(item => (string?)item["upload_file_id"] == file.Id.ToString())))
            throw new DifyError(404, "file_not_found", "The requested file was not found.");

        var response = call.Context.Response;
        response.ContentType = asAttachment ? "application/octet-stream" : file.MimeType;
        response.ContentLength = file.Size;
        if (asAttachment)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(file.Name);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        await SendAsync(call, file);
    }

    private static async Task SignedAsync(ApiCall call)
    {
        var query = call.Query("timestamp", "nonce", "sign", "as_attachment");
        var file = call.SegmentId("file_id") is { } id ? call.State.Files.Find(id) : null;
        if (file is null || query.OptionalText("sign") != file.Signature)
            throw new DifyError(404, "not_found", "File not found or signature is invalid");

        call.Context.Response.ContentType = file.MimeType;
        call.Context.Response.ContentLength = file.Size;
        await SendAsync(call, file);
    }

    private static async Task SendAsync(ApiCall call, StoredFile file)
    {
        await using var source = File.OpenRead(call.State.Files.PathOf(file.Id));
        await source.CopyToAsync(call.Context.Response.Body, call.Aborted);
    }
}
