using System;
using System.IO;
using System.Linq;
using System.Text;
using Dify.Client;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// The seal of an entry: an HMAC, keyed by the API key, over all that decides where the key goes and who answers to it. Whoever can
/// edit the registry and has no key cannot make one, so that an entry that was edited, copied or swapped is known before its key is used.
/// Who speaks (the end user), the declared inputs and the dates are not sealed: they send the key nowhere.
/// </summary>
internal static class BindingSeal
{
    // What is sealed, and in which order. Another set of fields needs another heading, so that no seal stands for two contents.
    private const string Heading = "DifyPS binding 1";

    private const int Digits = 64;

    /// <summary>The same binding, pinned to this key and sealed by it.</summary>
    public static AppBinding SealedBy(this AppBinding binding, ApiKey key)
    {
        var pinned = binding with { KeyFingerprint = key.Fingerprint, KeyKind = Keys.KindOf(key) };
        return pinned with { Seal = Of(pinned, key) };
    }

    /// <summary>Whether the entry is as this key sealed it.</summary>
    public static bool Holds(AppBinding binding, ApiKey key)
    {
        var expected = Of(binding, key);
        var found = binding.Seal ?? string.Empty;
        // As long for a seal that is wrong at its beginning as for one that is wrong at its end.
        var difference = expected.Length ^ found.Length;
        for (var i = 0; i < expected.Length; i++)
            difference |= expected[i] ^ (i < found.Length ? found[i] : 0);
        return difference == 0;
    }

    /// <summary>
    /// Whether there is something that could be a seal. Its key may be gone; an entry without one was edited in any case.
    /// </summary>
    public static bool IsPresent(AppBinding binding) =>
        binding.Seal is { Length: Digits } seal && seal.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Whether two are one entry, as far as a key is concerned: what is sealed, and the seal.</summary>
    public static bool IsSame(AppBinding a, AppBinding b) =>
        a.Seal == b.Seal && a.KeyFingerprint == b.KeyFingerprint && Content(a).SequenceEqual(Content(b));

    /// <summary>Whether one says what the other says, but for its name.</summary>
    public static bool IsCopy(AppBinding a, AppBinding b) => Content(a with { Name = b.Name }).SequenceEqual(Content(b));

    /// <summary>Whether both lead to one app by one way, wherever the key is kept.</summary>
    public static bool IsSameApp(AppBinding a, AppBinding b) =>
        IsSameServer(a, b)
        && a.Mode == b.Mode
        && a.RemoteName == b.RemoteName
        && a.AppId == b.AppId
        && a.KnowledgeBaseId == b.KnowledgeBaseId;

    /// <summary>Whether a key of one may be sent to where the other's are sent.</summary>
    public static bool IsSameServer(AppBinding a, AppBinding b) =>
        a.Server == b.Server
        && a.AllowUnencryptedAuthentication == b.AllowUnencryptedAuthentication
        && a.SkipCertificateCheck == b.SkipCertificateCheck;

    private static string Of(AppBinding binding, ApiKey key)
    {
        var digits = new StringBuilder(Digits);
        foreach (var one in key.ComputeHmac(Content(binding)))
            digits.Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return digits.ToString();
    }

    // Each field with its length before it, in UTF-16 as it is in memory: no two bindings have the same bytes, whatever is in their texts.
    private static byte[] Content(AppBinding binding)
    {
        var content = new MemoryStream();
        Write(content, Heading);
        Write(content, binding.Name);
        Write(content, binding.Server);
        Write(content, binding.AllowUnencryptedAuthentication);
        Write(content, binding.SkipCertificateCheck);
        Write(content, binding.Vault);
        Write(content, binding.Secret);
        Write(content, binding.OwnsSecret);
        Write(content, binding.KeyKind);
        Write(content, binding.Mode);
        Write(content, binding.RemoteName);
        Write(content, binding.AppId);
        Write(content, binding.KnowledgeBaseId);
        return content.ToArray();
    }

    private static void Write(MemoryStream content, string? text)
    {
        Write(content, text is not null);
        if (text is null)
            return;
        for (var shift = 24; shift >= 0; shift -= 8)
            content.WriteByte((byte)(text.Length >> shift));
        foreach (var unit in text)
        {
            content.WriteByte((byte)(unit >> 8));
            content.WriteByte((byte)unit);
        }
    }

    private static void Write(MemoryStream content, bool value) => content.WriteByte(value ? (byte)1 : (byte)0);
}
