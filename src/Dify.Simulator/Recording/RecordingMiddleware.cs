using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dify.Simulator.Recording;

/// <summary>Puts every request in the log. It reads the text of a body, which the routes then take from here.</summary>
internal sealed class RecordingMiddleware(RequestDelegate next, SimulatorState state, RequestLog log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var (request, owner) = Describe(context);
        context.Features.Set(request);
        context.Features.Set(owner);
        // Before the answer leaves: whoever has it finds its status here.
        context.Response.OnStarting(() =>
        {
            request.Status = context.Response.StatusCode;
            return Task.CompletedTask;
        });
        try
        {
            request.Body = await ReadTextAsync(context.Request);
            log.Add(request);
            await next(context);
        }
        finally
        {
            log.Complete(request, context.Response.StatusCode, context.RequestAborted.IsCancellationRequested);
        }
    }

    public static string Fingerprint(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    private (RecordedRequest Request, KeyOwner Owner) Describe(HttpContext context)
    {
        var key = KeyOwner.KeyOf(context.Request);
        var appId = context.Request.Headers["X-Dify-App-ID"].FirstOrDefault();
        var owner = new KeyOwner(key, key is null ? null : state.Tokens.OwnerOf(key, appId) ?? state.Use(key));
        var fingerprint = key is null ? null : Fingerprint(key);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key,
            header => header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase
        );
        if (headers.ContainsKey("Authorization"))
            headers["Authorization"] = fingerprint is null ? "(no bearer key)" : "Bearer " + fingerprint;

        foreach (var secret in (string[])["Cookie", "X-CSRF-Token"])
        {
            if (headers.TryGetValue(secret, out var value))
            {
                headers[secret] = string.Join("; ", value.Split(';', StringSplitOptions.TrimEntries).Select(WithoutValue));
            }
        }

        var request = new RecordedRequest
        {
            Time = state.Time.GetUtcNow(),
            Method = context.Request.Method,
            Path = ApiPath.Of(context.Request),
            Target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
            Headers = headers,
            KeyFingerprint = fingerprint,
            App = (owner.Owner as SimulatedApp)?.Name ?? (owner.Owner as SimulatedKnowledge)?.Name,
            ConnectionId = context.Connection.Id,
        };
        return (request, owner);
    }

    // A cookie keeps its name.
    private static string WithoutValue(string pair) =>
        pair.IndexOf('=') is >= 0 and var at ? pair[..(at + 1)] + Fingerprint(pair[(at + 1)..]) : Fingerprint(pair);

    private static async Task<string?> ReadTextAsync(HttpRequest request)
    {
        var hasBody = request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        if (!hasBody || request.HasFormContentType)
            return null;

        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: false));
        return await reader.ReadToEndAsync();
    }
}
