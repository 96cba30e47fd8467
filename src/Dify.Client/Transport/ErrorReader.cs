using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>Makes an exception of an answer that says no.</summary>
internal static class ErrorReader
{
    public static async Task<DifyApiException> ReadAsync(HttpResponseMessage response, HttpTransport transport, CallState state)
    {
        var call = state.Call;
        var body = transport.Redact(await Bodies.ReadStartAsync(response, state.Deadline.Token, state.CancellationToken).ConfigureAwait(false));
        var status = (int)response.StatusCode;
        var (code, said) = ReadBody(body);
        if (said is null)
        {
            // Not Dify's own words: a gateway, a proxy, or the wrong address.
            var type = response.Content?.Headers.ContentType?.MediaType ?? Strings.ContentTypeMissing;
            var start = Text.Plain(body, 200);
            said = start.Length == 0 ? Strings.FormatNoExplanation(type) : type + ": " + start;
        }

        return new DifyApiException(
            code is null
                ? Strings.FormatRefused(transport.Server.DisplayName, call.Operation, status, Text.Sentence(said))
                : Strings.FormatRefusedWithCode(transport.Server.DisplayName, call.Operation, status, code, Text.Sentence(said)),
            code ?? FormattableString.Invariant($"http_{status}"),
            call.Operation,
            status,
            RetryAfterHeader.Read(response, transport.Options.Clock))
        {
            Advice = status == 401 ? transport.Options.RejectedKeyAdvice?.Invoke() : null,
        };
    }

    private static (string? Code, string? Message) ReadBody(string body)
    {
        try
        {
            using var json = JsonText.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            var code = root.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.String ? Text.Plain(c.GetString()!, 64) : null;
            var message = !root.TryGetProperty("message", out var m) ? null
                : m.ValueKind == JsonValueKind.String ? m.GetString()
                : m.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? m.GetRawText()
                : null;
            return (string.IsNullOrWhiteSpace(code) ? null : code, message is null ? null : Shorten(message));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // Dify passes a model provider's whole complaint on: worth reading, but not by the megabyte.
    private static string Shorten(string message) => message.Length <= 2000 ? message : message.Substring(0, 2000) + "…";
}
