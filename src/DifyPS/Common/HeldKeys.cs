using System.Collections.Concurrent;
using Dify.Client;

namespace DifyPS.Common;

/// <summary>The keys that this process has used, also those that were dropped since: no text that people read shows one.</summary>
internal static class HeldKeys
{
    private static readonly ConcurrentDictionary<string, ApiKey> Keys = new();

    public static void Add(ApiKey key) => Keys[key.Fingerprint] = key;

    public static void Clear() => Keys.Clear();

    /// <summary>Takes all of them out of a text.</summary>
    public static string Redact(string text)
    {
        foreach (var key in Keys)
            text = key.Value.Redact(text);
        return text;
    }
}
