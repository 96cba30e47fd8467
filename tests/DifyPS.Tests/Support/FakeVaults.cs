using System;
using System.Collections.Generic;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Tests.Support;

/// <summary>One vault without SecretManagement, for what has to happen between two of its steps.</summary>
internal sealed class FakeVaults : ISecretVaults
{
    private readonly string _vault;

    public FakeVaults(string vault, string secret, string key)
    {
        _vault = vault;
        Secrets[$"{vault}/{secret}"] = Canary.Secure(key);
    }

    public Dictionary<string, SecureString> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Happens whenever a secret is read.</summary>
    public Action OnRead { get; init; } = () => { };

    public string DefaultVault() => _vault;

    public string RequireVault(string vault) => vault;

    public SecureString? Read(string vault, string secret)
    {
        OnRead();
        return Secrets.TryGetValue($"{vault}/{secret}", out var value) ? value.Copy() : null;
    }

    public object? ReadValue(string vault, string secret) => Read(vault, secret);

    public bool Write(string vault, string secret, SecureString value, IReadOnlyDictionary<string, string> metadata)
    {
        var isNew = !Secrets.ContainsKey($"{vault}/{secret}");
        Secrets[$"{vault}/{secret}"] = value.Copy();
        return isNew;
    }

    public void Remove(string vault, string secret) => Secrets.Remove($"{vault}/{secret}");

    public IReadOnlyList<SecretEntry> List(string vault) => [];

    public IReadOnlyDictionary<string, string>? FindMetadata(string vault, string secret) => null;

    public void WriteMetadata(string vault, string secret, IReadOnlyDictionary<string, string> metadata)
    {
    }

    public bool IsSameStore(string vault, string other) => false;
}

/// <summary>A pipeline whose thread is the caller's.</summary>
internal sealed class InlinePipeline : IPipeline
{
    public void Post(Action action) => action();

    public Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken) => Task.FromResult(function());
}
