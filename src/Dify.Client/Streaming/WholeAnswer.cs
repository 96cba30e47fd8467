using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>
/// What comes where a stream was asked for, and is none: an answer of the blocking kind, from a server or a gateway that does
/// not stream (it may be that of a paused run); an error that calls itself a success; or a page of something else.
/// </summary>
internal static class WholeAnswer
{
    /// <summary>The events that the answer stands for.</summary>
    /// <exception cref="DifyApiException">It is an error.</exception>
    /// <exception cref="DifyConnectionException">It is something else (<c>InvalidResponse</c>).</exception>
    public static async Task<IReadOnlyList<DifyEvent>> ReadAsync(
        HttpResponseMessage response,
        string? type,
        StreamOrigin origin,
        ApiRequest call,
        CancellationToken opening,
        CancellationToken reading
    )
    {
        using (response)
        {
            var isJson = type?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
            var body = isJson
                ? await ResponseReader
                    .ReadWholeAsync(ResponseReader.OpenAsync(response, opening), origin.Transport, call.Operation, opening)
                    .ConfigureAwait(false)
                : Encoding.UTF8.GetBytes(await ResponseReader.ReadStartAsync(response, opening, reading).ConfigureAwait(false));
            if (ErrorShape.Find(body) is { } error)
                throw origin.Error(error);

            return (isJson ? EventsOf(body, origin) : null) ?? throw NoStream(type, body, origin);
        }
    }

    private static DifyConnectionException NoStream(string? type, byte[] body, StreamOrigin origin)
    {
        var start = Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, ResponseReader.MaxErrorBytes));
        var text = HtmlText.Plain(origin.Transport.Redact(start), 200);
        return ExceptionMapper.Invalid(
            Strings.FormatAnswerNotEvents(
                origin.Transport.Server.DisplayName,
                origin.Operation,
                HtmlText.Instead(type is null ? null : origin.Transport.Redact(type), text)
            ),
            origin.Operation,
            origin.Transport
        );
    }

    private static IReadOnlyList<DifyEvent>? EventsOf(byte[] body, StreamOrigin origin)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.Check(body).ToArray(), JsonFormat.Reading);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return null;

            var parser = new EventParser(int.MaxValue, origin);
            DifyEvent Event(string name, bool withData = true) => parser.Parse("message", Write(root, name, withData))!;
            if (root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            {
                return Status(data) is not { } status ? null
                    : status == "paused"
                        ?
                        [
                            .. AnswerOf(root) is { Length: > 0 } ? [Event("message", withData: false)] : (DifyEvent[])[],
                            Event("workflow_paused"),
                        ]
                    : [Event("workflow_finished")];
            }

            return AnswerOf(root) is null ? null : [Event("message"), Event("message_end")];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Status(JsonElement data) =>
        data.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String ? status.GetString() : null;

    private static string? AnswerOf(JsonElement root) =>
        !root.TryGetProperty("answer", out var answer) || answer.ValueKind is JsonValueKind.Null ? null
        : answer.ValueKind == JsonValueKind.String ? answer.GetString() : answer.GetRawText();

    // The fields of the answer are those of the events, but for the name.
    private static byte[] Write(JsonElement root, string name, bool withData)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            foreach (var field in root.EnumerateObject().Where(field => field.Name != "event" && (withData || field.Name != "data")))
                field.WriteTo(writer);

            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
