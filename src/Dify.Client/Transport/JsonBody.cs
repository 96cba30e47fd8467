using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dify.Client.Values;

namespace Dify.Client.Transport;

/// <summary>Writes the JSON bodies of requests.</summary>
internal static class JsonBody
{
    /// <summary>A call with a body; what cannot be written is thrown before anything is sent.</summary>
    public static ApiRequest Request<T>(HttpMethod method, Route route, T body, JsonTypeInfo<T> type)
    {
        var content = Write(body, type);
        return new ApiRequest(method, route) { Content = () => ResponseReader.JsonContent(content) };
    }

    public static byte[] Write<T>(T body, JsonTypeInfo<T> type)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonFormat.Writing))
            JsonSerializer.Serialize(writer, body, type);

        return stream.ToArray();
    }

    /// <summary>Text that is left out when there is none of it.</summary>
    public static string? UnlessEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user))
            throw new ArgumentException(Strings.EndUserMissing, nameof(user));
    }
}
