using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;

namespace Dify.Client.Mono;

/// <summary>The server, the keys of its apps, and what checks say about what they see.</summary>
internal sealed class Stage
{
    private readonly Dictionary<string, string> _keys;

    public Stage(string server, string keys)
    {
        Server = server;
        _keys = keys.Split(['\n'], StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('\t'))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public static ChatRequest Hello { get; } = new() { Query = "hello", User = "ann" };

    public string Server { get; }

    /// <summary>What the clients told of their requests and retries.</summary>
    public ConcurrentQueue<string> Trace { get; } = new();

    public ApiKey Key(string app) => ApiKey.FromString(_keys[app]);

    /// <summary>A client of an app. Its time limits are short, since what is to run out has to be waited for.</summary>
    public DifyClient Client(
        string app, double requestSeconds = 15, double idleSeconds = 15, int maxRetries = 3, int maxEventBytes = 1024 * 1024,
        Func<ApiKey, CancellationToken, Task<ApiKey?>>? refreshKey = null, string? server = null) => new(
        DifyServer.Create(server ?? Server),
        Key(app),
        new DifyClientOptions
        {
            RequestTimeout = TimeSpan.FromSeconds(requestSeconds),
            IdleTimeout = TimeSpan.FromSeconds(idleSeconds),
            MaxRetries = maxRetries,
            MaxEventBytes = maxEventBytes,
            RefreshKey = refreshKey,
            Trace = Trace.Enqueue,
        });

    /// <summary>How often the clients have told that they try again.</summary>
    public int Retries() => Trace.Count(line => line.Contains(": again in "));

    /// <summary>Waits for the server to see that an app's client has gone away.</summary>
    public async Task SeenLeavingAsync(string app)
    {
        using var client = new HttpClient();
        var seen = await client
            .GetStringAsync(new Uri(new Uri(Server), $"/_simulator/requests/wait?app={app}&completed=true&timeoutMs=5000"))
            .ConfigureAwait(false);
        True(seen.Contains("\"aborted\":true"), $"The server did not see that the client of {app} left: {seen}");
    }

    public string Redact(string text) => _keys.Values.Aggregate(text, (left, key) => left.Replace(key, "[API key]"));

    public void Same<T>(T expected, T found, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            throw new CheckFailedException($"{what} should be '{expected}', and is '{found}'.");
    }

    public void True(bool condition, string what)
    {
        if (!condition)
            throw new CheckFailedException(what);
    }

    /// <summary>The exception that something ends with, which has no key in any of its text.</summary>
    public async Task<T> ThrowsAsync<T>(Func<Task> action)
        where T : Exception
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (T e)
        {
            var text = e + (e as DifyException)?.RecommendedAction;
            True(!_keys.Values.Any(text.Contains), "The exception has a key in it: " + text);
            return e;
        }

        throw new CheckFailedException($"{typeof(T).Name} should have been thrown, and nothing was.");
    }

    /// <summary>The same for a failure whose code says what it is.</summary>
    public async Task<T> FailsAsync<T>(string code, Func<Task> action)
        where T : DifyException
    {
        var failure = await ThrowsAsync<T>(action).ConfigureAwait(false);
        True(failure.Code == code, $"The code should be '{code}', and is '{failure.Code}': {failure}");
        return failure;
    }
}

/// <summary>A check found something else than it should.</summary>
internal sealed class CheckFailedException(string message) : Exception(message);
