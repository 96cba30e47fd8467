using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Dify.Simulator.Routes;

namespace Dify.Simulator;

/// <summary>Tokens of newer servers that open several apps; a header says which of them is meant.</summary>
public sealed class ResourceTokens
{
    private const string Prefix = "sk-";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly ConcurrentDictionary<string, IReadOnlyList<SimulatedApp>> _tokens = new(StringComparer.Ordinal);

    internal ResourceTokens() { }

    /// <summary>Makes a token.</summary>
    /// <param name="apps">The apps that it opens.</param>
    public string Create(params SimulatedApp[] apps) => Add(Prefix + RandomNumberGenerator.GetString(Alphabet, 24), apps);

    /// <summary>Adds a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="apps">The apps that it opens.</param>
    public string Add(string token, params SimulatedApp[] apps)
    {
        _tokens[token] = apps;
        return token;
    }

    internal void Clear() => _tokens.Clear();

    // The app that a request is for; null for what is no such token. What cannot be told, or is not opened, is somebody's who has no routes.
    internal object? OwnerOf(string token, string? appId)
    {
        if (!_tokens.TryGetValue(token, out var apps))
            return null;

        return string.IsNullOrEmpty(appId)
            ? apps.Count == 1 ? apps[0] : new TokenError(new DifyError(400, "invalid_param", "App ID is required."))
            : apps.FirstOrDefault(app => app.Id.ToString().Equals(appId, StringComparison.OrdinalIgnoreCase))
                ?? (object)new TokenError(new DifyError(403, "forbidden", "The token does not open this app."));
    }
}

/// <summary>Why a token opens nothing.</summary>
internal sealed record TokenError(DifyError Error);
