using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using Dify.Client.Values;

namespace Dify.Client.Transport;

/// <summary>Writes the JSON bodies of requests.</summary>
internal static class JsonBody
{
    /// <summary>A call with an object for its body; what <paramref name="content"/> throws comes before anything is sent.</summary>
    public static Call Call(HttpMethod method, Route route, Action<Utf8JsonWriter> content)
    {
        var body = Write(content);
        return new Call(method, route) { Content = () => Bodies.JsonContent(body) };
    }

    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    public static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user))
        {
            throw new ArgumentException(Strings.EndUserMissing, nameof(user));
        }
    }
}
