using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>What the module gives, it shows well: as a table and as a list.</summary>
public sealed partial class ViewTests
{
    private static readonly XElement Views = XElement.Load(Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "bin", "DifyPS.Format.ps1xml"));

    public static TheoryData<string> OutputTypes => [.. Outputs().Select(type => type.FullName!).Distinct()];

    [Theory]
    [MemberData(nameof(OutputTypes))]
    public void Every_type_has_a_table_and_a_list(string type)
    {
        var kinds = Views.Descendants("View")
            .Where(view => view.Element("ViewSelectedBy")!.Elements("TypeName").Any(name => name.Value == type))
            .SelectMany(view => view.Elements().Select(part => part.Name.LocalName)).ToList();
        Assert.Contains("TableControl", kinds);
        Assert.Contains("ListControl", kinds);
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

    [Fact]
    public void A_table_has_as_many_headers_as_columns()
    {
        Assert.All(
            Views.Descendants("TableControl"),
            table => Assert.Equal(table.Descendants("TableColumnHeader").Count(), table.Descendants("TableColumnItem").Count()));
    }

    // What the build makes of a property's name.
    [GeneratedRegex(@"^\[DifyPS\.Readable\]::(?:Of|Cell)\(\$_\.(\w+)\)$")]
    private static partial Regex ShownProperty();

    // What the cmdlets say that they give, and what hangs on that.
    private static IEnumerable<Type> Outputs()
    {
        var given = typeof(DifyChatReply).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>())
            .SelectMany(attribute => attribute.Type).Select(type => type.Type)
            .Where(type => type?.Assembly == typeof(DifyChatReply).Assembly).Distinct().ToList();
        Assert.True(given.Count > 20);
        return given.Concat([typeof(DifyInput), typeof(DifyMessageFile), typeof(Dify.Client.Runs.WorkflowStep), typeof(Dify.Client.Chat.Citation),
            typeof(Dify.Client.Chat.AgentThought), typeof(Dify.Client.Chat.TokenUsage), typeof(Dify.Client.Chat.MessageFile)]);
    }
}
