using System;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;

namespace DifyPS.Tests.Support;

internal static class Sample
{
    public static AppBinding Binding(string name) => new()
    {
        Name = name,
        Server = "https://dify.example.com/v1/",
        Vault = "vault",
        Secret = SecretName.For(name),
        KeyFingerprint = Guid.NewGuid().ToString("N")[..16],
        User = "alice",
        Mode = "chat",
        RemoteName = name,
        Registered = DateTimeOffset.UnixEpoch,
        Verified = DateTimeOffset.UnixEpoch,
    };
}
