using System;
using System.Globalization;
using System.Text.Json;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>What an error tells.</summary>
/// <param name="Status">The HTTP status it stands for; 500 when it says none.</param>
/// <param name="Code">Its code; <c>error</c> when it says none.</param>
/// <param name="Message">What is said about it.</param>
internal sealed record ErrorFacts(int Status, string Code, string Message);

/// <summary>
/// Knows an error by its looks, where no event's name and no HTTP status tells: Dify's own <c>{code, message, status}</c>,
/// and what gateways make of one.
/// </summary>
internal static class ErrorShape
{
    private const string Unnamed = "error";

    /// <summary>The error that some JSON is; null when it is none.</summary>
    public static ErrorFacts? Find(ReadOnlySpan<byte> json)
    {
        var start = json.IndexOf((byte)'{');
        if (start < 0 || !IsBlank(json.Slice(0, start)))
            return null;

        json = json.Slice(start);

        try
        {
            using var document = JsonDocument.Parse(JsonText.Check(json).ToArray(), JsonFormat.Reading);
            return Find(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What an <c>error</c> event tells, whatever it looks like.</summary>
    public static ErrorFacts Read(JsonElement root)
    {
        var plain = root.Deserialize(EventJson.Default.ErrorFields);
        var (code, message, status) = (plain?.Code, plain?.Message, plain?.Status);
        if (code is null && message is null)
        {
            // Under data, as the payloads of other events are, or in the words of others.
            (code, message, status) = Parts(Child(root, "data") ?? root);
        }

        var number = StatusIn(code);
        var known = status ?? number ?? Parts(root).Status ?? StatusOf(code);
        // A number names nothing: it is told as the status that it is, as an answer without a code is.
        var name = string.IsNullOrEmpty(code) ? Unnamed : number is null ? code! : FormattableString.Invariant($"http_{number}");
        return new ErrorFacts(known, name, message ?? string.Empty);
    }

    // Space, and the three bytes of a mark that some editors put before UTF-8.
    private static bool IsBlank(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF))
                return false;
        }

        return true;
    }

    private static ErrorFacts? Find(JsonElement root)
    {
        var name = Value(root, "event");
        if (name == EventTypes.Error)
            return Read(root);

        if (
            root.ValueKind != JsonValueKind.Object
            || !string.IsNullOrEmpty(name)
            || root.TryGetProperty("answer", out _)
            || Child(root, "data") is not null
        )
        {
            return null;
        }

        var (code, message, status) = Parts(root);
        var isPlain =
            (!string.IsNullOrEmpty(code) && (message is not null || status is not null)) || (status >= 400 && message is not null);

        // A message alone is an error's as well, unless it belongs to something of Dify's.
        return isPlain || (!string.IsNullOrEmpty(message) && !root.TryGetProperty("task_id", out _) && !root.TryGetProperty("id", out _))
            ? Read(root)
            : null;
    }

    private static (string? Code, string? Message, int? Status) Parts(JsonElement root)
    {
        // {"error": {...}} is how model providers and their gateways put it, {"detail": {...}} how FastAPI does.
        var error = Child(root, "error") ?? Child(root, "detail") ?? root;
        var code = Value(error, "code") ?? Value(error, "type") ?? Value(root, "code");
        var status = Number(error, "status") ?? Number(error, "status_code") ?? Number(root, "status") ?? Number(root, "status_code");
        return (code, ErrorWords.Find(error) ?? ErrorWords.Find(root), status ?? StatusIn(code));
    }

    private static int? StatusIn(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 400 and <= 599 ? number : null;

    private static int StatusOf(string? code) => code switch
    {
        "bad_request" or "invalid_param" => 400,
        "unauthorized" => 401,
        "forbidden" => 403,
        "not_found" => 404,
        "too_many_requests" or "rate_limit_error" => 429,
        _ => 500,
    };

    private static JsonElement? Child(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var child) && child.ValueKind == JsonValueKind.Object
            ? child
            : null;

    private static string? Value(JsonElement root, string name) =>
        root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };

    private static int? Number(JsonElement root, string name) =>
        Value(root, name) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 100 and <= 599
            ? number
            : null;
}
