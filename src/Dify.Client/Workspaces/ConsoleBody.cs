using System;
using System.Net.Http;
using System.Text.Json.Serialization.Metadata;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces;

/// <summary>
/// The bodies of requests. Every POST has one: the platform repeats by itself what has none, and two keys would be made of one
/// request.
/// </summary>
internal static class ConsoleBody
{
    public static Func<HttpContent> Empty { get; } = static () => ResponseReader.JsonContent("{}"u8.ToArray());

    public static Func<HttpContent> Of<T>(T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonBody.Write(body, type);
        return () => ResponseReader.JsonContent(bytes);
    }
}
