using System.IO;
using System.Linq;
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

    // For a key that was minted here. The entries of before have neither, and keep their seals.
    private const string MintedHeading = "DifyPS binding 2";

    // For one that says which workspace its connection led to.
    private const string PlacedHeading = "DifyPS binding 3";

    /// <summary>The same binding, pinned to this key and sealed by it.</summary>
    public static AppBinding SealedBy(this AppBinding binding, ApiKey key)
    {
        var pinned = binding with { KeyFingerprint = key.Fingerprint, KeyKind = Keys.KindOf(key) };
        return pinned with { Seal = SealText.Of(Content(pinned), key) };
    }

    /// <summary>Whether the entry is as this key sealed it.</summary>
    public static bool Holds(AppBinding binding, ApiKey key) => SealText.Holds(binding.Seal, Content(binding), key);

    /// <summary>
    /// Whether there is something that could be a seal. Its key may be gone; an entry without one was edited in any case.
    /// </summary>
    public static bool IsPresent(AppBinding binding) =>
        binding.Seal is { Length: SealText.Digits } seal && seal.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

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

    private static byte[] Content(AppBinding binding)
    {
        var isPlaced = binding.WorkspaceId is not null || binding.WorkspaceServer is not null || binding.IdsUnproven is not null;
        var isMinted = isPlaced || binding.KeyId is not null || binding.Workspace is not null;
        var content = new MemoryStream();
        SealText.Write(content, isPlaced ? PlacedHeading : isMinted ? MintedHeading : Heading);
        SealText.Write(content, binding.Name);
        SealText.Write(content, binding.Server);
        SealText.Write(content, binding.AllowUnencryptedAuthentication);
        SealText.Write(content, binding.SkipCertificateCheck);
        SealText.Write(content, binding.Vault);
        SealText.Write(content, binding.Secret);
        SealText.Write(content, binding.OwnsSecret);
        SealText.Write(content, binding.KeyKind);
        SealText.Write(content, binding.Mode);
        SealText.Write(content, binding.RemoteName);
        SealText.Write(content, binding.AppId);
        SealText.Write(content, binding.KnowledgeBaseId);
        if (isMinted)
        {
            SealText.Write(content, binding.KeyId);
            SealText.Write(content, binding.Workspace);
        }

        if (isPlaced)
        {
            SealText.Write(content, binding.WorkspaceId);
            SealText.Write(content, binding.WorkspaceServer);
            SealText.Write(content, binding.IdsUnproven is null ? null : $"{binding.IdsUnproven}");
        }

        return content.ToArray();
    }
}
