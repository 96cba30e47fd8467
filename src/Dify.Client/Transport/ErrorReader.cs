using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>Makes an exception of an answer that says no.</summary>
internal static class ErrorReader
{
    public static async Task<DifyApiException> ReadAsync(HttpResponseMessage response, HttpTransport transport, RequestState state)
    {
        var call = state.Call;
        var body = await ResponseReader.ReadStartAsync(response, state.Deadline.Token, state.CancellationToken).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var (code, said) = ReadBody(body, transport);
        if (said is null)
        {
            // Not Dify's own words: a gateway, a proxy, or the wrong address.
            var type = response.Content?.Headers.ContentType?.MediaType is { } media
                ? HtmlText.Short(transport.Redact(media), HtmlText.LongestType)
                : Strings.ContentTypeMissing;
            var start = HtmlText.Plain(transport.Redact(body), 200);
            said = start.Length == 0 ? Strings.FormatNoExplanation(type) : type + ": " + start;
        }

        return new DifyApiException(
            code is null
                ? Strings.FormatRefused(transport.Server.DisplayName, call.Operation, status, HtmlText.Sentence(said))
                : Strings.FormatRefusedWithCode(transport.Server.DisplayName, call.Operation, status, code, HtmlText.Sentence(said)),
            code ?? FormattableString.Invariant($"http_{status}"),
            call.Operation,
            transport,
            status,
            RetryAfterHeader.Read(response, transport.Options.Clock))
        {
            Advice =
                transport.Credential.Advise(status, code ?? string.Empty)
                ?? (status == 401 ? transport.Options.RejectedKeyAdvice?.Invoke() : null)
                ?? (status == 403 && code is ("forbidden" or "app_api_disabled") ? transport.Options.ClosedAppAdvice?.Invoke() : null),
        };
    }

    private static (string? Code, string? Message) ReadBody(string body, HttpTransport transport)
    {
        try
        {
            using var json = JsonText.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return default;

            // FastAPI, in which proxies before Dify are written, puts all of an error under "detail".
            var error =
                root.TryGetProperty("detail", out var detail)
                && detail.ValueKind == JsonValueKind.Object
                && !root.TryGetProperty("message", out _)
                    ? detail
                    : root;
            var code =
                error.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.String
                    ? HtmlText.Word(c.GetString()!, transport)
                    : null;
            if (int.TryParse(code, out _))
            {
                // A number names nothing that the status does not.
                code = null;
            }

            code ??= WordOf(root, "custom", transport) ?? WordOf(root, "error", transport);
            var message = ErrorWords.Find(error) ?? ErrorWords.Find(root);
            return (string.IsNullOrWhiteSpace(code) ? null : code, message is null ? null : HtmlText.Said(message, transport));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // What a few routes of Dify's have in the place of a code: a word of small letters, where others have a sentence.
    private static string? WordOf(JsonElement root, string name, HttpTransport transport) =>
        root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 and <= 64 } word
        && word.All(static character => character is (>= 'a' and <= 'z') or '_')
            ? HtmlText.Word(word, transport)
            : null;
}
