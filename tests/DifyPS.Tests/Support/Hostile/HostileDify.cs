using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DifyPS.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DifyPS.Tests.Support.Hostile;

/// <summary>
/// Stands before the simulated Dify and puts what steers a terminal behind every text of every answer and event: ids, names,
/// errors and their codes. What comes back from the client loses it again, so that ids lead where they should.
/// </summary>
internal sealed class HostileDify : IAsyncDisposable
{
    // What decides how the rest is read.
    private static readonly string[] Kept = ["event", "mode", "type", "status", "position", "parent_message_id", "form_token"];

    // As it came, and as objects have it.
    private static readonly string[] Suffixes = [HostileText.Suffix, DisplayFormat.Text(HostileText.Suffix)];

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly WebApplication _app;
    private readonly Uri _behind;

    private HostileDify(WebApplication app, Uri behind) => (_app, _behind) = (app, behind);

    public string Server => _app.Urls.First();

    public static async Task<HostileDify> StartAsync(Uri behind)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new HostileDify(builder.Build(), behind);
        host._app.Run(host.PassAsync);
        await host._app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var target = Suffixes.Aggregate(context.Request.Path + context.Request.QueryString.Value, (path, suffix) =>
            path.Replace(Uri.EscapeDataString(suffix), string.Empty, StringComparison.OrdinalIgnoreCase)
        );
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_behind, target));
        foreach (var header in context.Request.Headers.Where(one => one.Key is "Authorization" or "Accept"))
            request.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value);
        if (context.Request.ContentType is { } type)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var isJson = type.StartsWith("application/json", StringComparison.Ordinal);
            request.Content = new ByteArrayContent(
                isJson ? Encoding.UTF8.GetBytes(Change(Encoding.UTF8.GetString(body.ToArray()), Undo)) : body.ToArray()
            );
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (context.Response.StatusCode == 204)
            return;
        if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true)
            await PassEventsAsync(context, answer);
        else if (context.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
            await context.Response.WriteAsync(Change(await answer.Content.ReadAsStringAsync(), Spoil));
        else
            await (await answer.Content.ReadAsStreamAsync()).CopyToAsync(context.Response.Body);
    }

    private static async Task PassEventsAsync(HttpContext context, HttpResponseMessage answer)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            await context.Response.WriteAsync(
                (line.StartsWith("data: ", StringComparison.Ordinal) ? "data: " + Change(line[6..], Spoil) : line) + "\n"
            );
            await context.Response.Body.FlushAsync();
        }
    }

    private static string Spoil(string text) =>
        text.Length == 0 || decimal.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _)
            ? text
            : text + HostileText.Suffix;

    private static string Undo(string text) =>
        Suffixes.Aggregate(text, (rest, suffix) => rest.Replace(suffix, string.Empty, StringComparison.Ordinal));

    private static string Change(string json, Func<string, string> change)
    {
        var node = json.Length == 0 ? null : JsonNode.Parse(json);
        return node is null
            ? json
            : Change(node, change)!.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static JsonNode? Change(JsonNode? node, Func<string, string> change) =>
        node switch
        {
            JsonObject table => new JsonObject(
                table.Select(pair =>
                    KeyValuePair.Create(pair.Key, Kept.Contains(pair.Key) ? pair.Value?.DeepClone() : Change(pair.Value, change))
                )
            ),
            JsonArray list => new JsonArray([.. list.Select(item => Change(item, change))]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(value.GetValue<string>())),
            _ => node?.DeepClone(),
        };
}
