using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>A simulated server of some version with its owner, and clients of it whose retries do not wait.</summary>
internal sealed class ConsoleSite : IAsyncDisposable
{
    public const string Email = "ann@example.com";
    public const string Password = "correct horse battery Größe 42";

    private ConsoleSite(SimulatorHost host, ManualTime time)
    {
        Host = host;
        Time = time;
        Server = WorkspaceServer.Create(host.BaseUri.GetLeftPart(UriPartial.Authority));
        Options = new DifyClientOptions
        {
            TimeProvider = time,
            RequestTimeout = TimeSpan.FromMinutes(10),
            Trace = Trace.Add,
        };
    }

    /// <summary>Each dialect once, and the newest with masked keys.</summary>
    public static TheoryData<string> Versions => ["1.8.1", "1.10.0", "1.14.0", "1.20.0"];

    public SimulatorHost Host { get; }

    public ManualTime Time { get; }

    public DifyServer Server { get; }

    public DifyClientOptions Options { get; }

    public List<string> Trace { get; } = [];

    public SimulatorState State => Host.State;

    public SimulatedConsole Console => Host.State.Console;

    public SimulatedAccount Owner => Console.Account(Email)!;

    public WorkspaceSignIn SignIn => new(Server, Options);

    public static ConsolePassword Credentials => ConsolePassword.FromString(Email, Password);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ConsoleSite> StartAsync(string version = "1.20.0", string? role = "owner")
    {
        var time = new ManualTime { FireUpTo = TimeSpan.FromMinutes(2) };
        var host = await SimulatorHost.StartAsync(
            configure: state =>
            {
                state.Time = time;
                state.Console.Version = version;
                state.Console.AddAccount(Email, Password, role);
            },
            cancellationToken: Token
        );
        return new ConsoleSite(host, time);
    }

    public WorkspaceClient Client(WorkspaceCredential credential) => new(Server, credential, Options);

    public async Task<WorkspaceClient> ConnectAsync() =>
        Client(new ConsoleSessionCredential(await SignIn.WithPasswordAsync(Credentials, Token)));

    /// <summary>The requests so far, as method and path behind the console's base.</summary>
    public IReadOnlyList<string> Requests =>
        [.. Host.Requests.Snapshot().Select(one => $"{one.Method} {one.Path.Replace("/console/api", "", StringComparison.Ordinal)}")];

    public int Count(string request) => Requests.Count(one => one == request);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>A place for a session that several processes share.</summary>
internal sealed class SharedStore : ISessionStore
{
    private readonly SemaphoreSlim _lock = new(1);

    public string? Kept { get; set; }

    public int Writes { get; private set; }

    public async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        return new Release(_lock);
    }

    public Task<ConsoleSession?> ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Kept is null ? null : ConsoleSession.FromSecret(Kept));

    public Task WriteAsync(ConsoleSession session, CancellationToken cancellationToken)
    {
        Kept = session.ToSecret();
        Writes++;
        return Task.CompletedTask;
    }

    private sealed class Release(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
