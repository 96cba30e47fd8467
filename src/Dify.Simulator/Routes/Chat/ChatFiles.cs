using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Routes.Chat;

/// <summary>The files of a message, an input or a form: references to uploads of the same end user, or addresses.</summary>
internal static class ChatFiles
{
    /// <summary>The files, as a message keeps them.</summary>
    public static IReadOnlyList<JsonObject> Read(
        ApiCall call,
        SimulatedApp app,
        string user,
        JsonArray array,
        string name = "files",
        FileRules? rules = null
    )
    {
        var files = new List<JsonObject>();
        for (var index = 0; index < array.Count; index++)
            files.Add(ReadOne(call, app, user, array[index], $"{name}[{index}]", rules));

        return files;
    }

    public static JsonObject ReadOne(ApiCall call, SimulatedApp app, string user, JsonNode? node, string name, FileRules? rules = null)
    {
        var at = name + ".";
        var json = node as JsonObject ?? throw DifyError.InvalidParam($"{name} must be an object.");
        var file = new FieldReader(json, ["type", "transfer_method", "url", "upload_file_id"], call.State.RejectUnknown, at);
        var type = file.OneOf("type", "image", "document", "audio", "video", "custom")
            ?? throw DifyError.InvalidParam($"Arg {at}type must be provided.");
        var method = file.OneOf("transfer_method", "remote_url", "local_file")
            ?? throw DifyError.InvalidParam($"Arg {at}transfer_method must be provided.");
        var item = method == "remote_url" ? Remote(file, type) : Local(call, app, user, file, type);
        rules?.Check(item, name);
        return item;
    }

    private static JsonObject Remote(FieldReader file, string type)
    {
        var text = file.Text("url");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? Item(type, "remote_url", url.Segments[^1], text, null, null, null)
            : throw DifyError.InvalidParam($"Invalid file url: {text}");
    }

    private static JsonObject Local(ApiCall call, SimulatedApp app, string user, FieldReader file, string type)
    {
        file.Text("upload_file_id");
        var id = file.OptionalId("upload_file_id")!.Value;
        return call.State.Files.Find(id) is { } stored && stored.App == app && stored.User == user
            ? Item(type, "local_file", stored.Name, null, stored.MimeType, stored.Size, id)
            : throw DifyError.InvalidParam($"Invalid upload file id: {id}");
    }

    private static JsonObject Item(string type, string method, string name, string? url, string? mimeType, long? size, Guid? uploadId) =>
        new()
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["filename"] = name,
            ["type"] = type,
            ["url"] = url,
            ["mime_type"] = mimeType,
            ["size"] = size,
            ["transfer_method"] = method,
            ["belongs_to"] = "user",
            ["upload_file_id"] = uploadId?.ToString(),
        };
}
