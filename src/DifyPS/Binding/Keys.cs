using System;
using System.Management.Automation;
using System.Security;
using Dify.Client;
using DifyPS.Pipeline;

namespace DifyPS.Binding;

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
        try
        {
            return ApiKey.FromSecureString(value);
        }
        catch (ArgumentException e)
        {
            throw new DifyBindingException(
                "InvalidApiKey", ErrorCategory.InvalidArgument,
                $"The key given for '{app}' cannot be an API key: {ErrorRecords.Sentence(e)}",
                "Copy the key from the app's API Access page in Dify; it begins with 'app-' or 'dataset-'.", app, e);
        }
    }

    /// <summary>Stops an app key where a knowledge key is needed, and the reverse, before anything is sent.</summary>
    public static void RequireApp(AppBinding binding, string cmdlet)
    {
        if (binding.IsKnowledge)
        {
            throw new DifyBindingException(
                "AppKeyRequired", ErrorCategory.InvalidArgument,
                $"'{binding.Name}' is bound to a knowledge key, and {cmdlet} needs the key of an app.",
                "Get-DifyApp lists the apps with their modes.", binding.Name);
        }
    }

    /// <summary>The reverse of <see cref="RequireApp"/>.</summary>
    public static void RequireKnowledge(AppBinding binding, string what)
    {
        if (binding.IsApp)
        {
            throw new DifyBindingException(
                "KnowledgeKeyRequired", ErrorCategory.InvalidArgument,
                $"'{binding.Name}' is bound to the key of an app, and {what} needs a knowledge key.",
                "Make one under Knowledge > API in Dify and register it with Register-DifyApp.", binding.Name);
        }
    }
}
