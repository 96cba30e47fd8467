using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

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

    /// <summary>
    /// Whether somebody else was in SecretManagement, so that nothing was done. PowerShell's own words for it may be in any language.
    /// </summary>
    /// <remarks>
    /// SecretManagement opens its runspace on the thread of whoever comes first, and closes it again for one who comes meanwhile or
    /// comes from another kind of host; then the runspace, not a turn, is what is missing.
    /// </remarks>
    public static bool SaysBusy(ErrorRecord error) => VaultProblems.Of(error).Any(problem => problem switch
    {
        PSInvalidOperationException =>
            Has(problem.StackTrace ?? string.Empty, "DoConcurrentCheck") || Has(problem.Message, "already running"),
        InvalidRunspaceStateException or InvalidPowerShellStateException => true,
        _ => false,
    });

    public static DifyCommandException From(ErrorRecord error, string vault)
    {
        var words = VaultProblems.Words(error);
        var said = VaultProblems.Of(error).Select(problem => problem.Message).Concat(VaultProblems.Details(error)).ToList();
        if (LockedWords.Any(word => said.Any(text => Has(text, word))))
        {
            return new DifyCommandException(
                "VaultLocked", ErrorCategory.PermissionDenied,
                Strings.FormatVaultLocked(vault, OneLine(words)),
                Strings.FormatVaultLockedAction(Quoting.Literal(vault)),
                innerException: error.Exception);
        }

        return new DifyCommandException(
            "VaultFailed", ErrorCategory.ResourceUnavailable,
            Strings.FormatVaultFailed(vault, OneLine(words)),
            Strings.FormatVaultFailedAction(Quoting.Literal(vault)),
            innerException: error.Exception);
    }

    private static string OneLine(string text) => text.Replace("\r", string.Empty).Replace('\n', ' ').Trim();

    private static bool Has(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
