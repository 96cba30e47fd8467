using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Cryptography;

namespace Dify.Simulator.Console;

/// <summary>Codes on their way to mailboxes.</summary>
internal sealed class EmailCodes
{
    private readonly ConcurrentDictionary<string, (string Email, string Code)> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _last = new(StringComparer.OrdinalIgnoreCase);

    public string? Last(string email) => _last.GetValueOrDefault(email);

    /// <summary>Sends one, and gives the token that goes with it.</summary>
    public string Send(string email)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var token = Guid.NewGuid().ToString();
        _sent[token] = (email, code);
        _last[email] = code;
        return token;
    }

    /// <summary>Checks one; a right one is used up. Null: there is no such token.</summary>
    public bool? Check(string token, string email, string code)
    {
        if (!_sent.TryGetValue(token, out var sent) || !sent.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
            return null;

        return sent.Code == code && _sent.TryRemove(token, out _);
    }
}
