using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>The sign-ins that a person has to do something for.</summary>
internal sealed class SignInDialogue(SignInDesk desk, PipelineContext context, string name)
{
    /// <summary>Asks for an address, has a code sent there, and asks for that.</summary>
    public async Task<SignedIn> ByEmailAsync(CancellationToken cancellationToken)
    {
        var email = await context
            .InvokeAsync(cmdlet => Question.Text(cmdlet.Host, "Email", Strings.FormatAskForEmail(name)), cancellationToken)
            .ConfigureAwait(false);
        var sent = await desk.SendCodeAsync(email ?? throw Nobody(), cancellationToken).ConfigureAwait(false);
        // It opens the account for five minutes, so that it is not shown.
        using var code = await context
            .InvokeAsync(cmdlet => Question.Secret(cmdlet.Host, "Code", Strings.FormatAskForCode(sent.Email)), cancellationToken)
            .ConfigureAwait(false);
        return await desk.WithCodeAsync(sent, code ?? throw Nobody(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Shows a code and where to type it, and waits until somebody has.</summary>
    public async Task<SignedIn> ByDeviceAsync(CancellationToken cancellationToken)
    {
        context.WriteWarning(Strings.FormatWorkspaceWayMakesNoKeys(name, WaysIn.Describe(WaysIn.DeviceCode)));
        var code = await desk.BeginDeviceAsync(cancellationToken).ConfigureAwait(false);
        context.WriteHost(DisplayFormat.Line(Strings.FormatDeviceCodeShown(code.Address.AbsoluteUri, code.UserCode)) + Environment.NewLine);
        using var progress = new QuietProgress(context.WriteProgress, Strings.FormatProgressDevice(name));
        return await desk.WaitForDeviceAsync(
                code,
                left => progress.Show(Strings.FormatProgressDeviceLeft(code.UserCode, DisplayFormat.Duration(left))),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private DifyCommandException Nobody() =>
        new(
            "EmailCodeRequired",
            ErrorCategory.InvalidArgument,
            Strings.FormatEmailCodeRequired(name),
            Strings.EmailCodeRequiredAction
        );
}
