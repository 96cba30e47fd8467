using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>
/// What must hold for people who are not root, for whom rights count. Where the suite runs as root, the test runs once more
/// in a process of an account that owns nothing.
/// </summary>
internal static class Nobody
{
    private const string Id = "65534";

    /// <summary>Gives false where the test has been run by another account, and has passed there.</summary>
    public static async Task<bool> IsMeAsync(Type test, [CallerMemberName] string method = "")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Accounts and rights are tried on Linux.");
        if (!Environment.IsPrivilegedProcess)
            return true;
        var program = Path.Combine(AppContext.BaseDirectory, "DifyPS.Tests");
        var folder = Directory.CreateTempSubdirectory("DifyPS.Nobody-").FullName;
        try
        {
            var owned = await RunAsync("chown", folder, Id + ":" + Id, folder);
            Assert.SkipUnless(owned.ExitCode == 0, "Root may not give files away here: " + owned.Text);
            string[] change = ["--reuid=" + Id, "--regid=" + Id, "--clear-groups"];
            var allowed = await RunAsync("setpriv", folder, [.. change, "test", "-x", program]);
            Assert.SkipUnless(allowed.ExitCode == 0, "Another account cannot run the tests here: " + allowed.Text);
            var run = await RunAsync("setpriv", folder, [.. change, program, "-noLogo", "-method", $"{test.FullName}.{method}"]);
            Assert.True(run.ExitCode == 0, run.Text);
            return false;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Text)> RunAsync(string program, string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = start.Environment["TMPDIR"] = home;
        try
        {
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await text + await errors);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, e.Message);
        }
    }
}
