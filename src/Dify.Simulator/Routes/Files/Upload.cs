using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes.Files;

/// <summary>A multipart body with one file, checked.</summary>
internal sealed record Upload(IFormFile File, string Extension, string User)
{
    private const long Megabyte = 1024 * 1024;

    public static async Task<Upload> ReadAsync(ApiCall call, SimulatedApp app)
    {
        if (!call.Context.Request.HasFormContentType)
            throw new DifyError(400, "no_file_uploaded", "Please upload your file.");

        var form = await ReadFormAsync(call);
        var file = form.Files.Count switch
        {
            0 => throw new DifyError(400, "no_file_uploaded", "Please upload your file."),
            1 => form.Files[0],
            _ => throw new DifyError(400, "too_many_files", "Only one file is allowed."),
        };
        if (file.Name != "file" || (call.State.RejectUnknown && form.Keys.Any(name => name != "user")))
            throw DifyError.InvalidParam("The form has a field that is not a parameter of this operation.");

        if (file.FileName.Length == 0)
            throw new DifyError(400, "filename_not_exists_error", "The specified filename does not exist.");

        if (file.FileName.AsSpan().ContainsAny('/', '\\'))
            throw DifyError.InvalidParam("Filename contains invalid characters");

        if (string.IsNullOrEmpty(file.ContentType))
            throw new DifyError(415, "unsupported_file_type", "File type not allowed.");

        if (file.Length > Limit(app, file.ContentType) * Megabyte)
            throw new DifyError(413, "file_too_large", "");

        var user = form["user"].ToString();
        return new Upload(
            file,
            Path.GetExtension(file.FileName).TrimStart('.').ToLowerInvariant(),
            user.Length > 0 ? user : EndUserStore.Default
        );
    }

    /// <summary>The form, whose larger files wait in files: nothing of any size is held in memory.</summary>
    public static async Task<IFormCollection> ReadFormAsync(ApiCall call)
    {
        try
        {
            var form = await call.Context.Request.ReadFormAsync(call.Aborted);
            call.Recorded.Form = form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
            call.Recorded.Files = [.. form.Files.Select(file => new RecordedFile(file.Name, file.FileName, file.ContentType, file.Length))];
            return form;
        }
        catch (InvalidDataException)
        {
            throw DifyError.BadRequest("The form of the request can't be read.");
        }
    }

    private static long Limit(SimulatedApp app, string contentType)
    {
        var category = contentType.Split('/')[0] is "image" or "audio" or "video" ? contentType.Split('/')[0] + "_" : "";
        return (int?)app.Parameters["system_parameters"]?[category + "file_size_limit"] ?? int.MaxValue;
    }
}
