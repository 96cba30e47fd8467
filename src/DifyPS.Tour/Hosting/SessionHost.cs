using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace DifyPS.Tour.Hosting;

/// <summary>The least a PowerShell host has to be: it shows text, and has nobody to ask.</summary>
internal sealed class SessionHost(ShownText text) : PSHost
{
    public override string Name => "DifyPS.Tour";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    public override PSHostUserInterface UI { get; } = new SessionHostUI(text);

    public override void EnterNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("This host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
