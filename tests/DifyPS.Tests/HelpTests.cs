using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using DifyPS.Pipeline;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Holds the pages, the compiled help, the manifest and the cmdlets together.</summary>
public sealed partial class HelpTests
{
    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;
    private static readonly string Docs = Path.Combine(Root, "docs", "en-US");

    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";

    private static readonly string[] CommonParameters = 
        [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters, nameof(DifyCmdlet._Unplaced)];

    public static TheoryData<string> Cmdlets
    {
        get
        {
            using var session = new Session();
            return [.. Exported(session).Select(c => c.Name)];
        }
    }

    [Fact]
    public void The_manifest_exports_every_cmdlet_and_nothing_else()
    {
        using var session = new Session();
        var types = ModuleCmdlets.All.Keys.Order();
        Assert.Equal(types, Exported(session).Select(c => c.Name).Order());
        Assert.Empty(session.Run("Get-Command -Module DifyPS -CommandType Alias").Output);
        Assert.Equal(types, Directory.GetFiles(Docs, "*-*.md").Select(Path.GetFileNameWithoutExtension).Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Page_and_compiled_help_tell_every_parameter(string cmdlet)
    {
        using var session = new Session();
        var info = Exported(session).Single(c => c.Name == cmdlet);
        var parameters = info.Parameters.Values
            .Where(p => !CommonParameters.Contains(p.Name))
            .Select(p => p.Name).Order().ToList();
        var page = File.ReadAllText(Path.Combine(Docs, cmdlet + ".md"));
        Assert.Equal(
            parameters,
            ParameterHeading().Matches(page).Select(m => m.Groups[1].Value).Where(n => !CommonParameters.Contains(n)).Order()
        );

        var help = Compiled(cmdlet);
        Assert.Equal(
            parameters,
            help.Element(Command + "parameters")!
                .Elements(Command + "parameter")
                .Select(p => p.Element(Maml + "name")!.Value)
                .Where(n => !CommonParameters.Contains(n))
                .Order()
        );
        Assert.All(help.Element(Command + "parameters")!.Elements(), p =>
            Assert.NotEqual(string.Empty, p.Element(Maml + "description")?.Value.Trim() ?? "-")
        );
        Assert.DoesNotContain("{{", page);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_says_what_it_gives_and_has_two_examples(string cmdlet)
    {
        using var session = new Session();
        Assert.NotEmpty(Exported(session).Single(c => c.Name == cmdlet).OutputType);
        var help = Compiled(cmdlet);
        Assert.True(Examples(cmdlet).Count >= 2);
        Assert.Equal(Examples(cmdlet).Count, help.Descendants(Command + "example").Count());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public async Task The_examples_run(string cmdlet)
    {
        foreach (var example in Examples(cmdlet, running: true))
        {
            await using var stage = await Stage.SetAsync();
            if (NeedsFullPowerShell().IsMatch(example))
                continue; // The Pester suite runs these too.
            HelpScenery.Set(stage, example);
            stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
            var result = stage.Run(example);
            Assert.True(result.Errors.Count == 0, $"{cmdlet}: {example}{Environment.NewLine}{result.Errors.FirstOrDefault()}");
        }
    }

    [Fact]
    public void The_topic_on_streams_names_every_event()
    {
        var source = File.ReadAllText(Path.Combine(Root, "src", "Dify.Client", "Streaming", "EventTypes.cs"));
        var events = EventType().Matches(source).Select(match => match.Groups[1].Value).ToList();
        Assert.True(events.Count > 20);
        var topic = File.ReadAllText(Path.Combine(Docs, "about_DifyPS_Streaming.md"));
        Assert.All(events, name => Assert.Contains($"`{name}`", topic));
    }

    [Fact]
    public void Every_topic_is_compiled_and_fits_a_terminal()
    {
        var pages = Directory.GetFiles(Docs, "about_*.md");
        Assert.True(pages.Length >= 6);
        Assert.All(pages, page =>
        {
            var text = File.ReadAllText(Path.ChangeExtension(page, ".help.txt"));
            Assert.StartsWith($"TOPIC\n    {Path.GetFileNameWithoutExtension(page)}\n", text.ReplaceLineEndings("\n"));
            // Links within the help name pages that are there.
            Assert.All(Link().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value), link =>
                Assert.True(File.Exists(Path.Combine(Docs, link)), link)
            );
            // What is longer than the text is wrapped to is code, which stays as it is.
            Assert.All(text.Split('\n').Where(line => line.Length > 80), line => Assert.Contains(line.Trim(), File.ReadAllText(page)));
        });
    }

    [Fact]
    public void The_compiled_help_fits_a_terminal()
    {
        // Get-Help indents by eight columns at the most, and breaks what is too long in the middle of a word.
        var help = XDocument.Load(Path.Combine(Docs, "DifyPS.dll-Help.xml"));
        Assert.All(help.Descendants(Maml + "para").SelectMany(text => text.Value.Split('\n')), line =>
            Assert.True(line.Length <= 72 && !line.Contains('`'), line)
        );
        Assert.All(help.Descendants(Dev + "code").SelectMany(code => code.Value.Split('\n')), line =>
            Assert.True(line.Length <= 100, line)
        );
    }

    [Fact]
    public void No_view_has_a_backslash()
    {
        // The build joins the views, and outside Windows MSBuild takes a backslash for a part of a path and turns it round.
        var views = Directory.GetFiles(Path.Combine(Root, "src", "DifyPS", "Formatting"), "*.ps1xml");
        Assert.NotEmpty(views);
        Assert.All(views, view => Assert.DoesNotContain("\\", File.ReadAllText(view)));
    }

    private static IEnumerable<CmdletInfo> Exported(Session session) =>
        session.Run("Get-Command -Module DifyPS -CommandType Cmdlet").Output.Select(o => (CmdletInfo)o.BaseObject);

    private static XElement Compiled(string cmdlet) =>
        XDocument.Load(Path.Combine(Docs, "DifyPS.dll-Help.xml")).Root!.Elements(Command + "command")
            .Single(c => c.Element(Command + "details")!.Element(Command + "name")!.Value == cmdlet);

    // An example that cannot run in a test says why in the line that opens it.
    private static List<string> Examples(string cmdlet, bool running = false)
    {
        var page = File.ReadAllText(Path.Combine(Docs, cmdlet + ".md"));
        var section = page[page.IndexOf("## EXAMPLES", StringComparison.Ordinal)..page.IndexOf("## PARAMETERS", StringComparison.Ordinal)];
        return Fence().Matches(section).Where(m => m.Groups[1].Value.Length == 0 || !running).Select(m => m.Groups[2].Value).ToList();
    }

    [GeneratedRegex("(?m)^### -(\\w+)\\s*$")]
    private static partial Regex ParameterHeading();

    [GeneratedRegex("(?s)```powershell([^\\r\\n]*)\\r?\\n(.*?)```")]
    private static partial Regex Fence();

    [GeneratedRegex(@"new\(""([a-z_]+)"",")]
    private static partial Regex EventType();

    [GeneratedRegex(@"\]\(([\w-]+\.md)\)")]
    private static partial Regex Link();

    // Commands of modules that the bare engine does not bring.
    [GeneratedRegex(
        "Import-Csv|Select-Object|Sort-Object|Format-|ConvertTo-|ConvertFrom-|Export-|Out-File|Get-Content|Set-Content|Get-ChildItem|Read-Host|Write-Output|Write-Host|Measure-|Get-Date|Join-Path|New-Item|Out-String|Group-Object"
    )]
    private static partial Regex NeedsFullPowerShell();
}
