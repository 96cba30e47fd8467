using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using NetArchTest.Rules;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Arrows between the module's folders run one way, and folders are namespaces.</summary>
public sealed partial class ArchitectureTests
{
    // Each folder, and those that it may know. What cmdlets give is in the module's own namespace, and is for all.
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Common"] = [],
        ["Bindings"] = ["Common"],
        ["Pipeline"] = ["Bindings", "Common"],
        ["Completion"] = ["Pipeline", "Bindings", "Common"],
        ["Runs"] = ["Completion", "Pipeline", "Bindings", "Common"],
        ["Output"] = ["Runs", "Completion", "Pipeline", "Bindings", "Common"],
        ["Terminal"] = ["Output", "Runs", "Completion", "Pipeline", "Bindings", "Common"],
        ["Commands"] = ["Terminal", "Output", "Runs", "Completion", "Pipeline", "Bindings", "Common"],
    };

    private static readonly string Source = Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "src", "DifyPS");

    public static TheoryData<string> Folders => [.. Below.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_knows_only_what_is_below_it(string folder)
    {
        var above = Below.Keys.Except(Below[folder]).Where(other => other != folder).Select(other => $"DifyPS.{other}").ToArray();

        Assert.Empty(TypesThatKnow(folder, above));
    }

    // The check itself can fail.
    [Theory]
    [InlineData("Commands", "Bindings")]
    [InlineData("Bindings", "Common")]
    public void What_a_folder_knows_is_seen(string folder, string other) => Assert.NotEmpty(TypesThatKnow(folder, $"DifyPS.{other}"));

    [Fact]
    public void Folders_are_namespaces()
    {
        var wrong = new List<string>();
        foreach (var file in Files())
        {
            var folder = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!);
            var expected = folder == "." ? "DifyPS" : "DifyPS." + folder.Replace(Path.DirectorySeparatorChar, '.');
            var found = Namespace().Match(File.ReadAllText(file));
            var isOfCommands = folder.StartsWith("Commands", StringComparison.Ordinal) && found.Groups[1].Value is "DifyPS" or "DifyPS.Commands";
            if (found.Success && !isOfCommands && found.Groups[1].Value is var name && name != expected && !name.StartsWith("System.", StringComparison.Ordinal))
                wrong.Add($"{Path.GetRelativePath(Source, file)}: {name}");
        }

        Assert.Empty(wrong);
    }

    // What is one long text, as a message of a test or a pattern, stays whole.
    [Fact]
    public void Lines_end_at_140_columns() =>
        Assert.Empty(
            from file in Files()
            from line in File.ReadLines(file)
            where line.Length > 140 && !line.Contains('"')
            select $"{Path.GetFileName(file)}: {line}");

    private static IEnumerable<string> Files() =>
        Directory
            .EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"));

    private static IEnumerable<string> TypesThatKnow(string folder, params string[] others) =>
        Types
            .InAssembly(typeof(DifyChatReply).Assembly)
            .That()
            .ResideInNamespace($"DifyPS.{folder}")
            .ShouldNot()
            .HaveDependencyOnAny(others)
            .GetResult()
            .FailingTypes.Select(type => type.FullName);

    [GeneratedRegex(@"(?m)^namespace ([\w.]+)")]
    private static partial Regex Namespace();
}
