using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using DifyPS.Commands;
using DifyPS.Pipeline;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>
/// Each cmdlet is in all the places where one is looked for. Whoever adds one and forgets a place is told here which; docs/ARCHITECTURE.md
/// has the list.
/// </summary>
public sealed partial class PlacesTests
{
    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;

    private static readonly IReadOnlyDictionary<string, Type> Cmdlets = ModuleCmdlets.All;

    private static readonly Lazy<string> Xunit = new(() => TextOf("tests/DifyPS.Tests", "*.cs"));

    private static readonly Lazy<string> Pester = new(() => TextOf("tests/Pester", "*.Tests.ps1"));

    private static readonly Lazy<string> Views = new(() => File.ReadAllText(Path.Combine(Root, "bin", "DifyPS.Format.ps1xml")));

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cmdlet_is_in_all_its_places(string name)
    {
        var forgotten = PlacesOf(name).Where(place => !place.IsThere).Select(place => place.Name);
        Assert.True(!forgotten.Any(), $"{name} is missing in: {string.Join("; ", forgotten)}.");
    }

    [Fact]
    public void A_forgotten_place_is_named()
    {
        var places = PlacesOf("Remove-DifyNothing").ToList();
        Assert.All(places, place => Assert.False(place.IsThere, place.Name));
        Assert.Contains("DifyPS.psd1 (CmdletsToExport)", places.Select(place => place.Name));
        Assert.Contains("README.md (a row of the table)", places.Select(place => place.Name));
    }

    private static IEnumerable<(string Name, bool IsThere)> PlacesOf(string name)
    {
        var page = Path.Combine(Root, "docs", "en-US", name + ".md");
        var text = File.Exists(page) ? File.ReadAllText(page) : string.Empty;
        var word = new Regex(@"(?<![\w-])" + Regex.Escape(name) + @"(?![\w-])");
        yield return ("DifyPS.psd1 (CmdletsToExport)", Read("DifyPS.psd1").Contains($"'{name}'", StringComparison.Ordinal));
        yield return ($"docs/en-US/{name}.md (help page)", text.Length > 0);
        yield return ($"docs/en-US/{name}.md (two examples)", Example().Count(text) >= 2);
        yield return ("docs/en-US/DifyPS.dll-Help.xml (compiled help: build.ps1 -Task Docs)",
            Read("docs/en-US/DifyPS.dll-Help.xml").Contains($"<command:name>{name}</command:name>", StringComparison.Ordinal));
        yield return ("README.md (a row of the table)",
            Read("README.md").Contains($"| [`{name}`](docs/en-US/{name}.md) |", StringComparison.Ordinal));
        yield return ("CHANGELOG.md", word.IsMatch(Read("CHANGELOG.md")));
        yield return ("tests/DifyPS.Tests (xunit)", word.IsMatch(Xunit.Value));
        yield return ("tests/Pester", word.IsMatch(Pester.Value));
        var type = Cmdlets.GetValueOrDefault(name);
        yield return ("[OutputType]", type?.IsDefined(typeof(OutputTypeAttribute)) == true);
        yield return ("its views in src/DifyPS/Formatting", type is not null && OutputsOf(type).All(IsShown));
        yield return ("[WorksWith]", type is not null && (!typeof(DifyBoundCmdlet).IsAssignableFrom(type) || WorksWith(type)));
    }

    private static bool WorksWith(Type cmdlet) => cmdlet.GetCustomAttributes<WorksWithAttribute>(inherit: false).Any();

    private static IEnumerable<string> OutputsOf(Type cmdlet) =>
        cmdlet
            .GetCustomAttributes<OutputTypeAttribute>()
            .SelectMany(one => one.Type)
            .Select(one => one.Name)
            .Where(one => one.StartsWith("DifyPS.", StringComparison.Ordinal));

    private static bool IsShown(string type) => Views.Value.Contains($"<TypeName>{type}</TypeName>", StringComparison.Ordinal);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string TextOf(string folder, string pattern) =>
        string.Join(
            '\n',
            Directory
                .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
                // Lists of all cmdlets, and this one, are no tests of one.
                .Where(file => Path.GetFileName(file) is not ("PlacesTests.cs" or "CmdletShapeTests.cs"))
                .Select(File.ReadAllText)
        );

    [GeneratedRegex("(?m)^### Example ")]
    private static partial Regex Example();
}
