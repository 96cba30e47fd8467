using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DifyPS.Tour.Hosting;

/// <summary>Shows every stream as a console does; questions fail, as they do where nobody is there, unless somebody answers them.</summary>
internal sealed class SessionHostUI(ShownText text) : PSHostUserInterface
{
    public override PSHostRawUserInterface? RawUI => null;

    public override void Write(string value) => text.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => text.Write(value);

    public override void WriteLine(string value) => text.WriteLine(value);

    public override void WriteErrorLine(string value) => text.WriteLine(value);

    public override void WriteDebugLine(string message) => text.WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => text.WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => text.WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        // Whoever answers has to read what is asked.
        if (text.Answer is not null && message.Length > 0)
            text.WriteLine(message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var one in descriptions)
            answers[one.Name] = PSObject.AsPSObject(text.Answer?.Invoke(one.Name) ?? throw Nobody());
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw Nobody();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Nobody();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options
    ) => throw Nobody();

    public override string ReadLine() => throw Nobody();

    public override SecureString ReadLineAsSecureString() => throw Nobody();

    private static HostException Nobody() => new("There is nobody at this session to ask.");
}
