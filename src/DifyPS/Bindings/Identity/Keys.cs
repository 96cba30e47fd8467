using System;
using System.Management.Automation;
using System.Security;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>Keys as they arrive from people and vaults.</summary>
internal static class Keys
{
    public const string AppKind = "app";
    public const string KnowledgeKind = "knowledge";

    /// <summary>What the registry keeps of a key's prefix.</summary>
    public static string? KindOf(ApiKey key) => key.Kind switch
    {
        ApiKeyKind.App => AppKind,
        ApiKeyKind.Knowledge => KnowledgeKind,
        _ => null,
    };

    /// <summary>Throws <c>InvalidApiKey</c>, which names the app and never the key.</summary>
    public static ApiKey From(SecureString value, string app)
    {
        if (ReferenceEquals(value, SecureStringFromTextAttribute.NotText))
        {
            throw new DifyCommandException(
                "InvalidApiKey",
                ErrorCategory.InvalidArgument,
                Strings.FormatKeyInvalid(app, Strings.KeyNotText),
                Strings.KeyInvalidAction,
                app
            );
        }

        try
        {
            return ApiKey.FromSecureString(value);
        }
        catch (ArgumentException e)
        {
            throw new DifyCommandException(
                "InvalidApiKey", ErrorCategory.InvalidArgument,
                Strings.FormatKeyInvalid(app, ErrorRecords.Sentence(e)),
                Strings.KeyInvalidAction, app, e);
        }
    }

    /// <summary>What to do about a key that the server refuses: where it is kept, and how it is rotated.</summary>
    public static string RejectedAction(AppBinding binding) => Strings.FormatKeyRejectedAction(
        binding.Name, binding.Secret, binding.Vault, binding.RemoteName ?? binding.Name, Quoting.Quote(binding.Name));

    /// <summary>Whether an error says that a vault has no key where one is looked for: nothing, or something that is none.</summary>
    public static bool IsNone(DifyCommandException error) => error.ErrorId is "SecretMissing" or "SecretNotAKey" or "InvalidApiKey";

    /// <summary>What a call is told that was refused: a key that was minted here can be asked about, and made anew.</summary>
    public static string RefusedAction(AppBinding binding) =>
        KeyRotation.IsMinted(binding)
            ? Strings.FormatMintedKeyRejectedAction(Quoting.Quote(binding.Name))
            : RejectedAction(binding);

    /// <summary>Stops an app key where a knowledge key is needed, and the reverse, before anything is sent.</summary>
    public static void RequireApp(AppBinding binding, string cmdlet)
    {
        if (binding.IsKnowledge)
        {
            throw new DifyCommandException(
                "AppKeyRequired", ErrorCategory.InvalidArgument,
                Strings.FormatAppKeyRequired(binding.Name, cmdlet),
                Strings.AppKeyRequiredAction, binding.Name);
        }
    }

    /// <summary>The reverse of <see cref="RequireApp"/>.</summary>
    public static void RequireKnowledge(AppBinding binding, string what)
    {
        if (binding.IsApp)
        {
            throw new DifyCommandException(
                "KnowledgeKeyRequired", ErrorCategory.InvalidArgument,
                Strings.FormatKnowledgeKeyRequired(binding.Name, what),
                Strings.KnowledgeKeyRequiredAction, binding.Name);
        }
    }
}
