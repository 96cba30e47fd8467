using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>What the module gives, it shows well: as a table and as a list.</summary>
public sealed partial class ViewTests
{
    private static readonly XElement Views = XElement.Load(
        Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "bin", "DifyPS.Format.ps1xml")
    );

    public static TheoryData<string> OutputTypes => [.. ReachableTypes.All.Where(type => !type.IsAbstract).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Every_type_that_can_be_reached_has_every_kind_of_view(string type)
    {
        var kinds = Views.Descendants("View")
            .Where(view => view.Element("ViewSelectedBy")!.Elements("TypeName").Any(name => name.Value == type))
            .SelectMany(view => view.Elements().Select(part => part.Name.LocalName)).ToList();
        Assert.Contains("TableControl", kinds);
        Assert.Contains("ListControl", kinds);
        Assert.Contains("WideControl", kinds);
        Assert.Contains("CustomControl", kinds);
    }

    [Fact]
    public void What_hangs_on_other_objects_can_be_reached()
    {
        Assert.True(ReachableTypes.All.Count > 40);
        Assert.Contains(typeof(DifyFormField), ReachableTypes.All);
        Assert.Contains(typeof(Dify.Client.Chat.ChatReply), ReachableTypes.All);
        Assert.Contains(typeof(Dify.Client.Streaming.HumanInputOptions), ReachableTypes.All);
    }

    [Fact]
    public void Every_type_that_is_shown_exists()
    {
        var assemblies = new[] { typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly };
        Assert.All(
            Views.Descendants("TypeName").Select(name => name.Value.Split('#')[0]).Distinct(),
            name => Assert.Contains(assemblies, one => one.GetType(name) is not null));
    }

    [Fact]
    public void Every_property_that_is_shown_exists()
    {
        var assemblies = new[] { typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly };
        foreach (var view in Views.Descendants("View"))
        {
            var name = view.Descendants("TypeName").First().Value.Split('#')[0];
            var type = assemblies.Select(one => one.GetType(name)).First(one => one is not null)!;
            Assert.All(
                view.Descendants("ScriptBlock").Select(script => ShownProperty().Match(script.Value)).Where(match => match.Success),
                match => Assert.NotNull(type.GetProperty(match.Groups[1].Value)));
        }
    }

    // PowerShell shows nothing where a script of a view fails.
    [Fact]
    public void Every_class_that_a_view_calls_is_there_for_it()
    {
        var named = Views.Descendants("ScriptBlock").SelectMany(script => CalledClass().Matches(script.Value)).Select(match => match.Groups[1].Value);
        var found = named.Distinct().ToList();
        Assert.NotEmpty(found);
        Assert.All(found, name => Assert.True(typeof(DifyChatReply).Assembly.GetType(name)?.IsPublic, name));
    }

    [Fact]
    public void A_table_has_as_many_headers_as_columns()
    {
        Assert.All(
            Views.Descendants("TableControl"),
            table => Assert.Equal(table.Descendants("TableColumnHeader").Count(), table.Descendants("TableColumnItem").Count()));
    }

    [Fact]
    public void A_column_that_is_wrapped_is_broken_between_words()
    {
        // PowerShell itself does so in some languages only. Data is lines of names and values, and no text of words.
        var wrapped = Views.Descendants("TableRowEntry")
            .Where(row => row.Element("Wrap") is not null && !row.Value.Contains("::Properties(", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(wrapped);
        Assert.All(wrapped, row =>
            Assert.Contains("[DifyPS.Common.DisplayFormat]::Wrap(", row.Descendants("TableColumnItem").Last().Value)
        );
    }

    [GeneratedRegex(@"\[(DifyPS\.[\w.]+)\]::")]
    private static partial Regex CalledClass();

    // What the build makes of a property's name.
    [GeneratedRegex(@"^\[DifyPS\.Common\.DisplayFormat\]::(?:Of|Cell)\(\$_\.(\w+)\)$")]
    private static partial Regex ShownProperty();
}
