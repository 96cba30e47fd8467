using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using DifyPS.Common;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is seen of connections, and what becomes of lists in a file.</summary>
public sealed partial class WorkspaceViewTests
{
    [Fact]
    public async Task The_table_of_connections_tells_way_role_and_how_long_and_fits()
    {
        await using var stage = await AppStage.SetAsync();
        var device = await stage.ConnectDeviceAsync();
        await stage.NoteAsync(device with { Expires = DateTimeOffset.UtcNow.AddDays(10) });
        var text = stage.Shell.Show("Get-DifyWorkspace").Text;
        Assert.Contains("Signed in", text);
        Assert.Matches(@"work\s+Simulator\s+owner\s+password\s+yes\s+127\.0\.0\.1", text);
        Assert.Contains($"until {DateTimeOffset.Now.AddDays(10):yyyy-MM-dd}", text);
    }

    [Fact]
    public void The_table_leaves_room_for_the_server_in_80_columns_and_the_list_tells_all()
    {
        var views = XElement
            .Load(Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "bin", "DifyPS.Format.ps1xml"))
            .Descendants("View")
            .Where(view => view.Descendants("TypeName").First().Value == "DifyPS.DifyWorkspace")
            .ToList();
        var widths = views.SelectMany(view => view.Descendants("TableColumnHeader")).SelectMany(one => one.Elements("Width")).ToList();
        Assert.InRange(widths.Sum(one => (int)one + 1), 1, 80 - "dify.example.com".Length);
        var list = views.SelectMany(view => view.Descendants("ListItem")).Select(item => item.Value).ToList();
        foreach (var one in new[] { "Account", "Role", "Way", "IsSignedIn", "ExpiresAt", "ServerVersion", "WorkspaceId", "RefusedFor" })
            Assert.Contains(list, item => item.Contains(one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_of_apps_has_columns_for_API_and_keys_only_where_they_are_known()
    {
        await using var stage = await AppStage.SetAsync("1.8.1");
        stage.Add("Cat");
        Assert.Matches(@"Name +Mode +Bound as +Updated +Tags", Plain("Get-DifyWorkspaceApp work"));
        var text = Plain("Get-DifyWorkspaceApp work -Detailed");
        Assert.Matches(@"Name +Mode +Bound as +API +Keys +Updated", text);
        Assert.Matches(@"Cat +chat +on +0", text);

        string Plain(string command) => Regex.Replace(stage.Shell.Show(command).Text, @"\x1b\[[0-9;]*m", "");
    }

    [Fact]
    public async Task A_long_name_leaves_room_for_the_columns_behind_it()
    {
        await using var stage = await AppStage.SetAsync("1.8.1");
        stage.Add("Triage of the very long support tickets of the whole company");
        stage.Add("Cat");
        Assert.Matches("Triage of the very long sup…", Plain("Get-DifyWorkspaceApp work -Detailed"));
        Assert.Matches(@"Cat +chat +on +0 ", Plain("Get-DifyWorkspaceApp work -Detailed"));
        Assert.Contains(stage.Apps("Get-DifyWorkspaceApp work"), app => app.Name.EndsWith("the whole company", StringComparison.Ordinal));

        string Plain(string command) => Regex.Replace(stage.Shell.Show(command).Text, @"\x1b\[[0-9;]*m", "");
    }

    [Theory]
    [InlineData("DifyPS.DifyAppKey")]
    [InlineData("DifyPS.DifyKnowledgeKey")]
    public void The_table_of_keys_tells_names_and_last_use_in_80_columns_and_the_id_last(string type)
    {
        var headers = XElement
            .Load(Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "bin", "DifyPS.Format.ps1xml"))
            .Descendants("View")
            .Where(view => view.Descendants("TypeName").First().Value == type)
            .SelectMany(view => view.Descendants("TableColumnHeader"))
            .ToList();
        Assert.Equal("KeyId", (string?)headers[^1].Element("Label"));
        Assert.Null(headers[^1].Element("Width"));
        Assert.InRange(headers.SkipLast(1).Sum(one => (int)one.Element("Width")! + 1), 1, 80 - "KeyId".Length);
        Assert.Equal(16, (int)headers.Single(one => (string?)one.Element("Label") == "Last used").Element("Width")!);
    }

    [Theory]
    [InlineData(true, null, null, "yes")]
    [InlineData(false, null, null, "no")]
    [InlineData(true, -1, null, "ended")]
    [InlineData(true, null, "PasswordRefused", "refused")]
    public void How_a_sign_in_stands_is_a_word(bool isSignedIn, int? days, string? refused, string expected) =>
        Assert.Equal(expected, DisplayFormat.SignedIn(isSignedIn, days is { } one ? DateTimeOffset.UtcNow.AddDays(one) : null, refused));

    [Fact]
    public async Task A_list_reads_as_its_items_and_is_a_list_all_the_same()
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat", "chat", app => app.Tags = ["pets", "old, and tired"]);
        await stage.BindAsync("cat", cat);
        var app = stage.Apps("Get-DifyWorkspaceApp work").Single();
        Assert.Equal("cat", app.BoundAs.ToString());
        stage.Shell.SetVariable("apps", app);
        Assert.Equal(
            "old, and tired; pets|True|False|2|cat|1|old, and tired",
            stage
                .Good(
                    "'{0}|{1}|{2}|{3}|{4}|{5}|{6}' -f $apps.Tags.ToString(), ($apps.Tags -contains 'pets'), ($apps.Tags -contains 'pet'), "
                        + "$apps.Tags.Count, $apps.BoundAs[0], @($apps.BoundAs | Where-Object { $_ }).Count, (@($apps.Tags) -like 'old*' -join '+')"
                )
                .Output.Single()
                .ToString()
                .Replace("pets; old, and tired", "old, and tired; pets", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Every_list_of_texts_or_of_the_modules_own_objects_reads_as_its_items()
    {
        var folder = Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "src", "DifyPS", "Commands");
        var lists = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .SelectMany(text => List().Matches(text).Select(match => (match.Groups["name"].Value, match.Groups["body"].Value, Text: text)))
            .ToList();
        Assert.True(lists.Count > 12);
        Assert.All(
            lists,
            list => Assert.True(
                list.Item2.Contains("ShownList.Of(", StringComparison.Ordinal)
                    || Regex.IsMatch(list.Text, $@"\b{list.Item1} = ShownList\.Of\("),
                list.Item1
            )
        );
    }

    [GeneratedRegex(@"public IReadOnlyList<(?:string|Dify\w+)> (?<name>\w+)(?<body>[^;]*;[^\n]*)")]
    private static partial Regex List();
}
