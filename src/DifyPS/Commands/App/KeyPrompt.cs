using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Asks a person for the key of an app.</summary>
internal static class KeyPrompt
{
    /// <summary>The key; throws <c>ApiKeyRequired</c> where nobody is there to ask, or nothing was entered.</summary>
    public static SecureString Ask(PSHost host, string name, string words) =>
        Question.Secret(host, "ApiKey", words)
        ?? throw new DifyCommandException(
            "ApiKeyRequired",
            ErrorCategory.InvalidArgument,
            Strings.FormatApiKeyRequired(name),
            Strings.ApiKeyRequiredAction,
            name
        );
}
