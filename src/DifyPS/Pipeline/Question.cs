using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DifyPS.Pipeline;

/// <summary>Asks whoever sits at the prompt. A host without a person says so.</summary>
internal static class Question
{
    /// <summary>Asks for a text; null where nobody is there, or nothing was entered.</summary>
    public static string? Text(PSHost host, string field, string question) =>
        Ask(host, field, question, typeof(string)) is string text && text.Trim().Length > 0 ? text : null;

    /// <summary>Asks for a text that is not shown; null where nobody is there, or nothing was entered.</summary>
    public static SecureString? Secret(PSHost host, string field, string question) =>
        Ask(host, field, question, typeof(SecureString)) is SecureString { Length: > 0 } secret ? secret : null;

    private static object? Ask(PSHost host, string field, string question, Type type)
    {
        try
        {
            // Asked the way PowerShell asks for a mandatory parameter.
            var description = new FieldDescription(field);
            description.SetParameterType(type);
            var answers = host.UI.Prompt(string.Empty, question, new() { description });
            return answers.TryGetValue(field, out var answer) ? answer?.BaseObject : null;
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            return null;
        }
    }
}
