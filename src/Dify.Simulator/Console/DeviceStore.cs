using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Dify.Simulator.Console;

/// <summary>A device that waits for somebody to decide, and what became of it.</summary>
internal sealed class SimulatedDevice(string code, string userCode, string label, DateTimeOffset expires)
{
    public string Code => code;

    public string UserCode => userCode;

    public string Label => label;

    public DateTimeOffset Expires => expires;

    public DateTimeOffset? LastAsked { get; set; }

    public bool IsDenied { get; set; }

    public SimulatedAccount? Account { get; set; }
}

/// <summary>The devices, the tokens they got, and the description of the programmatic API.</summary>
internal sealed class DeviceStore(SimulatorState state)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(14);

    private readonly ConcurrentDictionary<string, SimulatedDevice> _devices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SimulatedAccount Account, string Label, DateTimeOffset Expires)> _tokens = new(
        StringComparer.Ordinal
    );
    private int _edition = 1;

    public IReadOnlyList<string> Waiting =>
        [.. _devices.Values.Where(one => one.Account is null && !one.IsDenied).Select(one => one.UserCode)];

    /// <summary>The description; one that was changed has another fingerprint.</summary>
    public string Catalog =>
        """{"ops":{"get.console_app":{"kind":"list","method":"GET","path":"/apps","summary":"List apps ("""
        + _edition.ToString(CultureInfo.InvariantCulture)
        + """)"}}}""";

    public string CatalogFingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Catalog)));

    public void ChangeCatalog() => _edition++;

    public SimulatedDevice Begin(string label)
    {
        var user = ConsoleTokens.Random(8).ToUpperInvariant();
        var device = new SimulatedDevice(state.Console.Note(ConsoleTokens.Random(43)), user[..4] + "-" + user[4..], label, state.Time.GetUtcNow() + Lifetime);
        return _devices[device.Code] = device;
    }

    public SimulatedDevice? Find(string code) => _devices.GetValueOrDefault(code);

    /// <summary>Lets somebody allow a device, or refuse it.</summary>
    public bool Decide(string userCode, SimulatedAccount? account)
    {
        var device = _devices.Values.FirstOrDefault(one => one.UserCode == userCode);
        if (device is null)
            return false;

        (device.Account, device.IsDenied) = (account, account is null);
        return true;
    }

    /// <summary>Hands a token out, once. One of the same account and label ends by that.</summary>
    public (string Token, DateTimeOffset Expires)? Take(SimulatedDevice device)
    {
        if (device.Account is not { } account || !_devices.TryRemove(device.Code, out _))
            return null;

        foreach (var (old, one) in _tokens)
        {
            if (one.Account == account && one.Label == device.Label)
                _tokens.TryRemove(old, out _);
        }

        var token = state.Console.Note("dfoa_" + ConsoleTokens.Random(43));
        var expires = state.Time.GetUtcNow() + TokenLifetime;
        _tokens[token] = (account, device.Label, expires);
        return (token, expires);
    }

    public SimulatedAccount? Owner(string? token) =>
        token is not null && _tokens.TryGetValue(token, out var one) && one.Expires > state.Time.GetUtcNow() ? one.Account : null;

    public void Revoke(string token) => _tokens.TryRemove(token, out _);

    public void Clear()
    {
        _devices.Clear();
        _tokens.Clear();
    }
}
