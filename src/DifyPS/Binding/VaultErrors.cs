using System;
using System.Management.Automation;
using DifyPS.Completion;

namespace DifyPS.Binding;

/// <summary>
/// Makes sense of what vaults say. SecretManagement hands on whatever a vault extension throws, so that a
/// locked vault can only be known by its words; these are the ones that the known extensions use.
/// </summary>
internal static class VaultErrors
{
    private static readonly string[] LockedWords =
    {
        "password", "unlock", "locked", "passphrase", "passcode", "authenticat", "log in", "login", "sign in", "not authorized",
        "NonInteractive", "non-interactive",
    };

    public static bool SaysNotFound(ErrorRecord error, string secret) =>
        error.CategoryInfo.Category == ErrorCategory.ObjectNotFound
        || error.FullyQualifiedErrorId.StartsWith("GetSecretNotFound", StringComparison.Ordinal)
        || (Has(error.ToString(), secret) && Has(error.ToString(), "not found"));

    public static bool SaysNoMetadata(ErrorRecord error) =>
        error.FullyQualifiedErrorId.StartsWith("SetSecretMetadataCommandNotSupported", StringComparison.Ordinal)
        || error.FullyQualifiedErrorId.StartsWith("SetSecretMetaDataCommandModuleLoadFail", StringComparison.Ordinal);

    public static DifyBindingException From(ErrorRecord error, string vault)
    {
        var words = Innermost(error.Exception);
        foreach (var word in LockedWords)
        {
            if (Has(words, word) || Has(error.ToString(), word))
            {
                return new DifyBindingException(
                    "VaultLocked", ErrorCategory.PermissionDenied,
                    Strings.FormatVaultLocked(vault, OneLine(words)),
                    Strings.FormatVaultLockedAction(Quoting.Literal(vault)),
                    innerException: error.Exception);
            }
        }

        return new DifyBindingException(
            "VaultFailed", ErrorCategory.ResourceUnavailable,
            Strings.FormatVaultFailed(vault, OneLine(words)),
            Strings.FormatVaultFailedAction(Quoting.Literal(vault)),
            innerException: error.Exception);
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;
        return exception.Message;
    }

    private static string OneLine(string text) => text.Replace("\r", string.Empty).Replace('\n', ' ').Trim();

    private static bool Has(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
