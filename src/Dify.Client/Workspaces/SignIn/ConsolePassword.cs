using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>An account's e-mail address and password. Text forms show the address.</summary>
public sealed class ConsolePassword
{
    private ConsolePassword(string email, string value)
    {
        if (string.IsNullOrWhiteSpace(email) || email.IndexOf('@') < 0)
            throw new ArgumentException(Strings.EmailMissing, nameof(email));

        if (value.Length == 0)
            throw new ArgumentException(Strings.PasswordEmpty, nameof(value));

        Email = email.Trim();
        Value = value;
        Secret = new Secret(value, Strings.RedactedPassword);
    }

    /// <summary>The address.</summary>
    public string Email { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Value { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal Secret Secret { get; }

    /// <summary>Takes a password from a <see cref="SecureString"/>, every character of it.</summary>
    /// <param name="email">The account's e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <returns>Both.</returns>
    /// <exception cref="ArgumentException">The address is none, or the password is empty.</exception>
    public static ConsolePassword FromSecureString(string email, SecureString password)
    {
        var memory = Marshal.SecureStringToGlobalAllocUnicode(password ?? throw new ArgumentNullException(nameof(password)));
        try
        {
            return new ConsolePassword(email, Marshal.PtrToStringUni(memory, password.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    /// <summary>Takes a password from text, every character of it.</summary>
    /// <param name="email">The account's e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <returns>Both.</returns>
    /// <exception cref="ArgumentException">The address is none, or the password is empty.</exception>
    public static ConsolePassword FromString(string email, string password) =>
        new(email, password ?? throw new ArgumentNullException(nameof(password)));

    /// <summary>Shows the address, never the password.</summary>
    /// <returns>The address.</returns>
    public override string ToString() => Email;
}
