using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Control;

/// <summary>A request to the control surface that can't be met.</summary>
internal sealed class ControlException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>Reading and writing on the control surface.</summary>
internal static class ControlCall
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The JSON of the body, whatever its content type says; the default of all when it is empty.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            return JsonSerializer.Deserialize(text.Length == 0 ? "{}" : text, type) ?? throw new ControlException(400, "The body is null.");
        }
        catch (JsonException e)
        {
            throw new ControlException(400, e.Message);
        }
    }

    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, type, cancellationToken: context.RequestAborted);
    }

    public static Task Done(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static string Segment(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>A condition of the query: whatever isn't asked for fits.</summary>
    public static bool Fits(HttpContext context, string name, string? value) =>
        !context.Request.Query.TryGetValue(name, out var wanted)
        || string.Equals(wanted.ToString(), value, StringComparison.OrdinalIgnoreCase);

    public static int Number(HttpContext context, string name, int byDefault) =>
        !context.Request.Query.TryGetValue(name, out var text) ? byDefault
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ControlException(400, $"{name} is no number.");

    public static TimeSpan Timeout(HttpContext context) =>
        context.Request.Query.TryGetValue("timeoutMs", out var text)
        && double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : DefaultTimeout;
}
