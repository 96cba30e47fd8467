using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dify.Client.Values;

/// <summary>The SHA-256 of something, or the start of it, in hexadecimal digits of lower case.</summary>
internal static class Digest
{
    private const int Whole = 32;

    /// <param name="text">The text, of which the UTF-8 counts.</param>
    /// <param name="bytes">How many bytes of it are wanted, two digits each.</param>
    public static string Of(string text, int bytes = Whole) => Of(Encoding.UTF8.GetBytes(text), bytes);

    /// <param name="data">The bytes.</param>
    /// <param name="bytes">How many bytes of it are wanted, two digits each.</param>
    public static string Of(byte[] data, int bytes = Whole)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(data);
        var digits = new StringBuilder(bytes * 2);
        for (var i = 0; i < bytes; i++)
            digits.Append(hash[i].ToString("x2", CultureInfo.InvariantCulture));
        return digits.ToString();
    }
}
