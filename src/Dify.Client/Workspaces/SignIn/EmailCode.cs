using System;
using System.Diagnostics;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>A code that is on its way to somebody's mailbox; it holds for five minutes.</summary>
public sealed class EmailCode
{
    internal EmailCode(string email, string token)
    {
        Email = email ?? throw new ArgumentNullException(nameof(email));
        Token = token;
    }

    /// <summary>The address.</summary>
    public string Email { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Token { get; }

    /// <summary>Shows the address.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => Email;
}
