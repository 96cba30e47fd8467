using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using Dify.Simulator;
using Dify.TestSupport;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Completion;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>A simulated Dify, a registry and a vault of its own, and a session with the module. One a test.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<Session> _sessions = [];
    private readonly HashSet<string> _others = [.. Vaults.Keys];

    // Those that stand in for SecretManagement's belong to the process, and each of them is looked at by every command that lists them.
    private static ConcurrentDictionary<string, object> Vaults =>
        AppDomain.CurrentDomain.GetData("DifyPS.StandIn.Vaults") as ConcurrentDictionary<string, object> ?? new();

    private Stage(SimulatorHost dify, string folder)
    {
        Dify = dify;
        Folder = folder;
        Vault = "V" + Guid.NewGuid().ToString("N")[..8];
        Environment.SetEnvironmentVariable(RegistryPath.Variable, RegistryFile);
        KeyCache.Clear();
        // On a busy machine an answer takes its time, and a test of what Tab offers waits for it.
        CompletionQuery.Patience = CompletionQuery.LatePatience = TimeSpan.FromMinutes(2);
        Shell = NewSession();
        Run($"Register-SecretVault -Name {Vault} -ModuleName InMemory -DefaultVault");
    }

    public SimulatorHost Dify { get; }

    public string Folder { get; }

    public string Vault { get; }

    public string RegistryFile => Path.Combine(Folder, "apps.json");

    public string Server => Dify.BaseUri.AbsoluteUri.TrimEnd('/');

    public Session Shell { get; }

    public IReadOnlyList<RecordedRequest> Requests => Dify.Requests.Snapshot();

    /// <summary>Every request of every test so far, for the test that holds them against Dify's description.</summary>
    public static ConcurrentBag<RecordedRequest> AllRequests { get; } = [];

    /// <summary>Begins to count requests anew.</summary>
    public void ForgetRequests()
    {
        foreach (var request in Dify.Requests.Snapshot())
            AllRequests.Add(request);
        Dify.Requests.Clear();
    }

    public static async Task<Stage> SetAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, Guid.NewGuid().ToString("N")[..12])).FullName;
        return new Stage(await SimulatorHost.StartAsync(), folder);
    }

    public Session NewSession()
    {
        var session = new Session(Canary.NewText());
        session.SetVariable("server", Server);
        session.SetVariable("vault", Vault);
        session.SetVariable("VerbosePreference", ActionPreference.Continue);
        session.SetVariable("DebugPreference", ActionPreference.Continue);
        _sessions.Add(session);
        TimeLimitAttribute.OnExpired(session.Stop);
        return session;
    }

    /// <summary>Adds an app with a key, and sets $&lt;name&gt;Key.</summary>
    public (SimulatedApp App, string Key) AddApp(string name, string mode = "chat", Action<SimulatedApp>? configure = null)
    {
        var app = Dify.State.AddApp(name, mode, configure);
        var key = app.CreateKey(Canary.NewKey());
        SetKey(name.ToLowerInvariant() + "Key", key);
        return (app, key);
    }

    /// <summary>Adds an app and registers it under its name in lower case.</summary>
    public (SimulatedApp App, string Key) Register(string name, string mode = "chat", Action<SimulatedApp>? configure = null)
    {
        var added = AddApp(name, mode, configure);
        var lower = name.ToLowerInvariant();
        Good($"Register-DifyApp {lower} ${lower}Key -Server $server -User alice");
        return added;
    }

    /// <summary>
    /// Gives a new key to the app, revokes the old one, and puts the new one into the app's secret behind the module's back.
    /// </summary>
    public string RotateOutside(SimulatedApp app, string oldKey, string name)
    {
        var key = app.CreateKey(Canary.NewKey());
        app.RevokeKey(oldKey);
        PutSecret(SecretName.For(name), key);
        return key;
    }

    public void PutSecret(string secret, string value)
    {
        SetKey("put", value);
        Good($"Set-Secret -Name {secret} -SecureStringSecret $put -Vault $vault");
    }

    public string? GetSecret(string secret)
    {
        var result = Run($"Get-Secret -Name {secret} -Vault $vault -ErrorAction SilentlyContinue");
        return result.Output.Count == 0
            ? null
            : new System.Net.NetworkCredential(string.Empty, (SecureString)result.Output[0].BaseObject).Password;
    }

    public void SetKey(string variable, string key) => Shell.SetVariable(variable, Canary.Secure(key));

    public AppBinding? Binding(string name) => AppRegistry.At(RegistryFile).Find(name);

    public SessionResult Run(string script) => Shell.Run(script);

    /// <summary>Runs what must go well.</summary>
    public SessionResult Good(string script)
    {
        var result = Run(script);
        Assert.True(
            result.Errors.Count == 0,
            string.Join(Environment.NewLine, result.Errors.Select(e => $"{e.FullyQualifiedErrorId}: {e}"))
        );
        return result;
    }

    /// <summary>Runs what must fail, with this error id and no output.</summary>
    public ErrorRecord Bad(string script, string errorId)
    {
        var result = Run(script);
        Assert.Equal(errorId, result.ErrorId);
        return result.Errors[0];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions)
            session.Dispose();
        foreach (var vault in Vaults.Keys.Where(vault => !_others.Contains(vault)))
            Vaults.TryRemove(vault, out _);
        ForgetRequests();
        Canary.Know(Dify.State.Console.IssuedTokens);
        await Dify.DisposeAsync();
    }
}
