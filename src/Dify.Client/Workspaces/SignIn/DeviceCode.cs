using System;
using System.Diagnostics;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>A device that waits for somebody to allow it in their browser.</summary>
public sealed class DeviceCode
{
    internal DeviceCode(string code, string userCode, Uri address, TimeSpan interval, DateTimeOffset expiresAt)
    {
        Code = code;
        UserCode = userCode;
        Address = address;
        Interval = interval;
        ExpiresAt = expiresAt;
    }

    /// <summary>What the person types there.</summary>
    public string UserCode { get; }

    /// <summary>Where the person goes.</summary>
    public Uri Address { get; }

    /// <summary>When it is too late.</summary>
    public DateTimeOffset ExpiresAt { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Code { get; }

    internal TimeSpan Interval { get; }

    /// <summary>Shows the address, never the code of the device.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => Address.AbsoluteUri;
}
