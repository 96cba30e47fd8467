using System;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes;

/// <summary>The key of a request and whose it is.</summary>
internal sealed record KeyOwner(string? Key, object? Owner)
{
    private const string Scheme = "Bearer ";

    public static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length > Scheme.Length
            ? header[Scheme.Length..].Trim()
            : null;
    }

    /// <summary>Never shows the key.</summary>
    public override string ToString() => Owner?.ToString() ?? "nobody";
}
