using System;
using System.IO;
using System.Text.Json;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Rest;

/// <summary>Writes plain values as the JSON body of a raw request.</summary>
public static class JsonValueWriter
{
    /// <summary>Writes the value.</summary>
    /// <param name="value">Text, numbers, truth values, JSON, and dictionaries and lists of them.</param>
    /// <returns>JSON as UTF-8.</returns>
    /// <exception cref="ArgumentException">Something in it cannot be written as JSON.</exception>
    public static byte[] Write(object? value)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, JsonFormat.Writing))
            ValueWriter.Write(writer, value, "Body");
        return body.ToArray();
    }
}
