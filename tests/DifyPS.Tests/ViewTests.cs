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

    [Theory]
    [InlineData("DifyPS.DifyChatReply")]
    [InlineData("DifyPS.DifyCompletion")]
    [InlineData("DifyPS.DifyWorkflowResult")]
    public void What_a_reply_was_made_from_is_shown_in_its_list_only(string type)
    {
        XElement View(string kind) => Views.Descendants("View").Single(view => view.Element("Name")!.Value == $"{type}.{kind}");
        Assert.Contains("$_.Input", View("List").ToString());
        Assert.DoesNotContain("$_.Input", View("Table").ToString());
    }

    // PowerShell breaks a header that has no room.
    [Fact]
    public void At_80_columns_the_last_column_has_room_for_its_header()
    {
        foreach (var table in Views.Descendants("TableControl"))
        {
            var headers = table.Descendants("TableColumnHeader").ToList();
            if (headers.Count(header => header.Element("Width") is null) != 1)
                continue;
            var free = headers.Single(header => header.Element("Width") is null).Element("Label")?.Value ?? string.Empty;
            var room = 79 - headers.Sum(header => (int?)header.Element("Width") ?? 0) - (headers.Count - 1);
            Assert.True(room >= free.Length, $"{table.Parent!.Element("Name")!.Value}: {free} has {room}");
        }
    }

    [Theory]
    [InlineData("DifyPS.DifyConversation", "Title", "ConversationId", 25)]
    [InlineData("DifyPS.DifyWorkflowLog", "Error", "RunId", 15)]
    [InlineData("DifyPS.DifyWorkflowRun", "Error", "RunId", 15)]
    [InlineData("DifyPS.DifyAnnotationReplyJob", "Error", "JobId", 20)]
    public void At_80_columns_words_have_room_and_the_id_is_whole_and_last(string type, string words, string id, int room)
    {
        var headers = Views.Descendants("View").Single(view => view.Element("Name")!.Value == type + ".Table").Descendants("TableColumnHeader").ToList();
        Assert.Equal((id, "36"), (headers[^1].Element("Label")!.Value, headers[^1].Element("Width")!.Value));
        Assert.Null(headers.Single(header => header.Element("Label")!.Value == words).Element("Width"));
        Assert.True(79 - headers.Sum(header => (int?)header.Element("Width") ?? 0) - (headers.Count - 1) >= room);
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
