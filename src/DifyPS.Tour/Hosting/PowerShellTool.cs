using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Tour.Hosting;

/// <summary>PowerShell as the .NET tool that <c>.config/dotnet-tools.json</c> names: what a machine with nothing but the SDK has.</summary>
public static class PowerShellTool
{
    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;

    /// <summary>Where packages are unpacked.</summary>
    public static string PackageFolder { get; } = typeof(PowerShellTool).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PackageFolder").Value!;

    /// <summary>Fetches it, unless it is there already.</summary>
    /// <returns>The words that start it, and, where it could not be had, why.</returns>
    public static async Task<(IReadOnlyList<string> Command, string? Problem)> RestoreAsync(CancellationToken cancellationToken)
    {
        var manifest = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Root, ".config", "dotnet-tools.json"), cancellationToken).ConfigureAwait(false)
        )!;
        var version = (string)manifest["tools"]!["powershell"]!["version"]!;
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { "tool", "restore" }, WorkingDirectory = Root };
        var restore = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(10), cancellationToken).ConfigureAwait(false);
        var system = OperatingSystem.IsWindows() ? "win" : "unix";
        var folder = Path.Combine(PackageFolder, "powershell", version, "tools");
        var library = !Directory.Exists(folder)
            ? null
            : Directory
                .EnumerateFiles(folder, "pwsh.dll", SearchOption.AllDirectories)
                .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == system);
        return restore.ExitCode == 0 && library is not null
            ? (Command(library), null)
            : (
                [],
                $"PowerShell {version} could not be fetched as a .NET tool ('dotnet tool restore' ended with {restore.ExitCode}: {restore.Text.Trim()})"
            );
    }

    /// <summary>A program on the PATH, or null.</summary>
    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .FirstOrDefault(File.Exists);

    /// <summary>How to start this PowerShell with these arguments.</summary>
    public static ProcessStartInfo Start(IReadOnlyList<string> command, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(command[0]);
        foreach (var word in command.Skip(1).Concat(arguments))
            start.ArgumentList.Add(word);
        // A PowerShell that is a .NET tool finds the runtime that this process runs on.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")
        );
        return start;
    }

    // The package brings a program for the two systems that most people have; dotnet starts it everywhere.
    private static IReadOnlyList<string> Command(string library)
    {
        var program = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? "exe" : null);
        var runs =
            RuntimeInformation.OSArchitecture == Architecture.X64
            && File.Exists(program)
            && (
                OperatingSystem.IsWindows()
                || (OperatingSystem.IsLinux() && File.GetUnixFileMode(program).HasFlag(UnixFileMode.UserExecute))
            );
        return runs ? [program] : ["dotnet", library];
    }
}
