using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text.RegularExpressions;
using DifyPS.Common;
using DifyPS.Output.Display;

namespace DifyPS.Terminal;

/// <summary>Finds out whether somebody sits before a terminal, and opens it.</summary>
internal static class TerminalSource
{
    // What PowerShell's command line has before the command or the file whose own arguments follow.
    private static readonly Regex CommandOption = new(
        "^[-/]{1,2}(c|cwa|command|commandwithargs|f|file|e|ec|enc\\w*|encodedcommand)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    /// <summary>Stands in for the console in tests.</summary>
    internal static Func<ITerminal>? StandIn { get; set; }

    /// <exception cref="DifyCommandException"><c>NoTerminal</c>.</exception>
    public static void Require(PSHost host, string app)
    {
        if (StandIn is null && Problem(host) is { } problem)
        {
            throw new DifyCommandException(
                "NoTerminal",
                ErrorCategory.InvalidOperation,
                Strings.FormatNoTerminal(app, problem),
                Strings.FormatNoTerminalAction(Quoting.Literal(app)),
                app
            );
        }
    }

    public static ITerminal Open(PSHost host) =>
        StandIn?.Invoke() ?? new ConsoleTerminal(canMove: host.UI.SupportsVirtualTerminal, canStyle: !Styled.IsPlain);

    /// <summary>Whether the arguments of pwsh ask for no questions.</summary>
    internal static bool IsNonInteractive(string[] commandLine) => commandLine.Skip(1)
        .TakeWhile(argument => !CommandOption.IsMatch(argument))
        .Any(argument => argument.TrimStart('-', '/').StartsWith("noni", StringComparison.OrdinalIgnoreCase));

    private static string? Problem(PSHost host)
    {
        if (Console.IsInputRedirected)
            return Strings.NoTerminalInput;
        if (Console.IsOutputRedirected)
            return Strings.NoTerminalOutput;
        if (IsNonInteractive(Environment.GetCommandLineArgs()))
            return Strings.NoTerminalNonInteractive;
        return HasScreen(host) ? null : Strings.NoTerminalHost;
    }

    // Jobs, remote sessions and editors run in hosts of their own, which cannot read keys.
    private static bool HasScreen(PSHost host)
    {
        try
        {
            _ = Console.KeyAvailable;
            return host.UI?.RawUI is { } screen && screen.WindowSize.Width > 0;
        }
        catch (Exception e)
            when (e is HostException or NotImplementedException or NotSupportedException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
