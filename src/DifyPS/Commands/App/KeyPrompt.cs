using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using DifyPS.Common;

namespace DifyPS.Commands;

/// <summary>Asks a person for the key of an app.</summary>
internal static class KeyPrompt
{
    /// <summary>The key; throws <c>ApiKeyRequired</c> where nobody is there to ask, or nothing was entered.</summary>
    public static SecureString Ask(PSHost host, string name, string words)
    {
        try
        {
            // Asked the way PowerShell asks for a mandatory parameter; a host without a person says so first.
            var question = new FieldDescription("ApiKey");
            question.SetParameterType(typeof(SecureString));
            var answers = host.UI.Prompt(string.Empty, words, new() { question });
            if (answers.TryGetValue("ApiKey", out var answer) && answer?.BaseObject is SecureString { Length: > 0 } key)
                return key;
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            // Nobody is there to ask; the error below says what to do.
        }

        throw new DifyCommandException(
            "ApiKeyRequired", ErrorCategory.InvalidArgument,
            Strings.FormatApiKeyRequired(name),
            Strings.ApiKeyRequiredAction,
            name);
    }
}
