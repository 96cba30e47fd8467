using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Routes.Chat;

/// <summary>Which files a variable or a form's field takes. What has no list takes all.</summary>
internal sealed record FileRules(IReadOnlyList<string>? Types, IReadOnlyList<string>? Extensions, IReadOnlyList<string>? Methods, int? Most)
{
    public static FileRules Of(JsonObject control) => new(
        Texts(control, "allowed_file_types"),
        Texts(control, "allowed_file_extensions"),
        Texts(control, "allowed_file_upload_methods"),
        (int?)control["max_length"]);

    public void Check(JsonObject file, string name)
    {
        var type = (string)file["type"]!;
        if (Types is { Count: > 0 } && !Types.Contains(type))
            throw DifyError.InvalidParam($"{name}: files of type {type} are not allowed; allowed are {string.Join(", ", Types)}.");

        var extension = Path.GetExtension((string?)file["filename"] ?? "");
        if (type == "custom" && Extensions is { Count: > 0 } && !Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            throw DifyError.InvalidParam(
                $"{name}: files with the extension '{extension}' are not allowed; allowed are {string.Join(", ", Extensions)}."
            );
        }

        var method = (string)file["transfer_method"]!;
        if (Methods is { Count: > 0 } && !Methods.Contains(method))
            throw DifyError.InvalidParam($"{name}: files by {method} are not allowed; allowed are {string.Join(", ", Methods)}.");
    }

    public void CheckCount(int count, string name)
    {
        if (count > Most)
            throw DifyError.InvalidParam($"{name} takes {Most} files at most.");
    }

    private static List<string>? Texts(JsonObject control, string name) => control[name]?.AsArray().Select(text => (string)text!).ToList();
}
