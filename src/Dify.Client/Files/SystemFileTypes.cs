using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dify.Client.Files;

/// <summary>
/// Addresses that lead to this machine itself, however they are written: 127.0.0.1 as one number, in hex or octal, as IPv6, with a
/// dot behind it, in digits of another script. What a name of the network leads to is not asked for.
/// </summary>
internal static class SystemFileTypes
{
    // What systems write into their own list of names.
    private static readonly string[] Names =
    [
        "localhost",
        "loopback",
        "localhost4",
        "localhost6",
        "ip6-localhost",
        "ip6-loopback",
        "localhost.localdomain",
        "localhost4.localdomain4",
        "localhost6.localdomain6",
    ];

    /// <summary>Whether an address leads here.</summary>
    public static bool Is(Uri address) => address.IsLoopback || IsHost(address.Host) || IsHost(address.IdnHost);

    private static bool IsHost(string host)
    {
        var plain = Plain(host).Trim().TrimStart('[').TrimEnd(']').TrimEnd('.').ToLowerInvariant();
        var zone = plain.IndexOf('%');
        plain = zone < 0 ? plain : plain.Substring(0, zone);
        return Array.IndexOf(Names, plain) >= 0
            || plain.EndsWith(".localhost", StringComparison.Ordinal)
            || (IPAddress.TryParse(plain, out var number) && IsNumber(number));
    }

    // Digits and dots of other scripts become those that a resolver makes of them.
    private static string Plain(string host)
    {
        try
        {
            return Uri.UnescapeDataString(host).Normalize(NormalizationForm.FormKC).Replace('\u3002', '.');
        }
        catch (ArgumentException)
        {
            return host;
        }
    }

    private static bool IsNumber(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return IsHere(bytes, 0);

        // :: and ::1, and the ways to write an address of IPv4 in one of IPv6: at its end, or behind 2002:.
        return IPAddress.IsLoopback(address)
            || (bytes[0] == 0x20 && bytes[1] == 0x02 && IsHere(bytes, 2))
            || (HoldsOlder(bytes) && IsHere(bytes, 12));
    }

    // ::a.b.c.d, ::ffff:a.b.c.d, ::ffff:0:a.b.c.d and 64:ff9b::a.b.c.d.
    private static bool HoldsOlder(byte[] bytes)
    {
        var prefix = BitConverter.ToString(bytes, 0, 12).Replace("-", string.Empty);
        return prefix
            is "000000000000000000000000"
                or "00000000000000000000FFFF"
                or "0000000000000000FFFF0000"
                or "0064FF9B0000000000000000";
    }

    // 127.0.0.0/8; 0.0.0.0/8, which connects to this machine, too.
    private static bool IsHere(byte[] bytes, int start) => bytes[start] is 127 or 0;
}
