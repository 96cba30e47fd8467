using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Get-DifyWorkspaceApp: which apps a workspace has, and which of them are bound here.</summary>
public sealed class WorkspaceAppListTests
{
    public static TheoryData<string> Versions => AppStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Every_app_is_given_with_what_is_known_of_it(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        var (cat, _) = stage.Register("Cat", configure: app => app.Tags = ["pets", "loud"]);
        await stage.BindAsync("cat", cat);
        stage.Add("Flow", "workflow");
        stage.Dify.State.AddApp("elsewhere", configure: app => app.WorkspaceId = stage.Dify.State.Console.AddWorkspace("Other").Id);
        stage.ForgetRequests();

        var apps = stage.Apps("Get-DifyWorkspaceApp work");

        Assert.Equal("Cat,Flow", string.Join(",", apps.Select(app => app.Name).Order()));
        var one = apps.Single(app => app.Name == "Cat");
        Assert.Equal((AppStage.Name, cat.Id.ToString(), "chat", "Simulator"), (one.Workspace, one.AppId, one.Mode, one.Author));
        Assert.Equal(["pets", "loud"], one.Tags);
        Assert.Equal(["cat"], one.BoundAs);
        Assert.Equal((null, null), (one.ApiEnabled, one.KeyCount));
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(one.UpdatedAt!.Value), one.UpdatedAt.Value.Offset);
        Assert.Empty(apps.Single(app => app.Name == "Flow").BoundAs);
        Assert.Equal("emoji", one.Data!.Properties["icon_type"].Value);
        // Which workspace the session is in, and the list.
        Assert.Equal(2, stage.Requests.Count);
    }

    [Fact]
    public async Task The_only_connection_needs_no_name()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        Assert.Equal("Cat", Assert.Single(stage.Apps("Get-DifyWorkspaceApp")).Name);
        Assert.Equal("Cat", Assert.Single(stage.Apps("'work' | Get-DifyWorkspaceApp")).Name);
        stage.Bad("'wrok' | Get-DifyWorkspaceApp", "WorkspaceNotFound");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Paging_goes_to_the_last_app_and_no_further_than_somebody_reads(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        for (var i = 0; i < 250; i++)
            stage.Add($"app {i:D3}");

        Assert.Equal(250, stage.Apps("Get-DifyWorkspaceApp work").Select(app => app.AppId).Distinct().Count());
        Assert.Equal(3, stage.Count("GET /apps"));
        stage.ForgetRequests();
        Assert.Equal(100, stage.Apps(FirstOf("Get-DifyWorkspaceApp work", 100)).Count);
        Assert.Equal(1, stage.Count("GET /apps"));
    }

    [Fact]
    public async Task Apps_that_move_while_they_are_listed_are_neither_lost_nor_given_twice()
    {
        await using var stage = await AppStage.SetAsync();
        for (var i = 0; i < 250; i++)
            stage.Add($"app {i:D3}");
        stage.Shell.SetVariable("touch", (Action<string>)(name =>
        {
            // What changes moves to the front; what is deleted draws the rest forward.
            if (name == "app 200")
                stage.Dify.State.App("app 010")!.Touch();
            if (name == "app 180")
                stage.Dify.State.RemoveApp(stage.Dify.State.App("app 181")!);
        }));

        var apps = stage.Apps("Get-DifyWorkspaceApp work | ForEach-Object { $touch.Invoke($_.Name); $_ }");
        var names = apps.Select(app => app.Name).ToList();

        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.Empty(Enumerable.Range(0, 250).Select(i => $"app {i:D3}").Except(names));
    }

    [Theory]
    [InlineData("-Name 'support*'", "Support,support desk")]
    [InlineData("'*desk'", "support desk")]
    [InlineData("*es[kt]*", "Test,support desk")]
    [InlineData("support,Test", "Support,Test")]
    [InlineData("'Größe 1?%'", "Größe 10%")]
    [InlineData("größe*", "Größe 10%")]
    [InlineData("'`[x`]*'", "[x] y")]
    [InlineData("-Mode workflow", "Test")]
    [InlineData("-Mode workflow,Completion", "Größe 10%,Test")]
    [InlineData("-Mode Chatflow", "[x] y")]
    [InlineData("-Mode chatbot,'Text Generator'", "Größe 10%,Support,support desk")]
    [InlineData("-Tag a", "Support,Test")]
    [InlineData("-Tag a,B", "Support")]
    [InlineData("-Tag 'lo*'", "support desk")]
    [InlineData("-Tag a -Mode chat", "Support")]
    [InlineData("*nothing*", "")]
    public async Task Conditions_choose_apps(string conditions, string expected)
    {
        foreach (var version in (string[])["1.14.0", "1.14.1", "1.20.0"])
        {
            await using var stage = await AppStage.SetAsync(version);
            stage.Add("Support", "chat", "a", "b");
            stage.Add("support desk", "chat", "long tag");
            stage.Add("Test", "workflow", "a");
            stage.Add("Größe 10%", "completion");
            stage.Add("[x] y", "advanced-chat");

            var names = stage.Apps($"Get-DifyWorkspaceApp work {conditions}").Select(app => app.Name);

            Assert.Equal(expected, string.Join(",", names.Order(StringComparer.Ordinal)));
        }
    }

    [Fact]
    public async Task A_mode_that_is_none_is_told_with_those_that_are()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Support");
        var result = stage.Run("Get-DifyWorkspaceApp work -Mode chat,chatbott");
        Assert.Equal("Support", Assert.Single(result.Output).ToString());
        var error = Assert.Single(result.Errors);
        Assert.Equal(("InvalidArgument", "chatbott"), (result.ErrorId, error.TargetObject));
        Assert.Contains("chat (chatbot), agent-chat (agent), advanced-chat (chatflow)", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("knowledge", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task Server_narrows_the_list_where_every_server_can()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Support desk", "workflow");
        stage.Apps("Get-DifyWorkspaceApp work '*pport d*' -Mode workflow");
        Assert.Contains("name=pport%20d&mode=workflow", stage.Requests[^1].Target.Replace("+", "%20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_for_by_name_and_is_not_there_is_an_error()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = stage.Add("Cat", "chat", "pets");
        stage.Bad("Get-DifyWorkspaceApp work Kat", "WorkspaceAppNotFound");
        stage.Bad($"Get-DifyWorkspaceApp work -AppId {Guid.NewGuid()}", "WorkspaceAppNotFound");
        Assert.Contains("pets", stage.Bad("Get-DifyWorkspaceApp work -Tag pest", "WorkspaceTagNotFound").Exception.Message);
        var both = stage.Run($"Get-DifyWorkspaceApp work Cat,Kat; Get-DifyWorkspaceApp work -AppId {Guid.NewGuid()},{cat.Id}");
        Assert.Equal((2, 2), (both.Output.Count, both.Errors.Count));
    }

    [Theory]
    [InlineData("Get-DifyWorkspaceApp work -AppId nonsense", "InvalidArgument")]
    [InlineData("Get-DifyWorkspaceApp work '['", "InvalidArgument")]
    [InlineData("Get-DifyWorkspaceApp wrok", "WorkspaceNotFound")]
    [InlineData("[pscustomobject]@{ Workspace = 'work'; AppId = $null } | Get-DifyWorkspaceApp", "InvalidArgument")]
    public async Task Wrong_input_is_refused_before_anything_is_sent(string command, string error)
    {
        await using var stage = await AppStage.SetAsync();
        stage.Bad(command, error);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Details_are_asked_for_each_app_and_only_when_they_are_wanted(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        for (var i = 0; i < 30; i++)
        {
            var app = stage.Add($"app {i:D2}");
            app.Enabled = i % 2 == 0;
            for (var key = 0; key < i % 3; key++)
                app.CreateKey();
        }

        stage.ForgetRequests();
        var apps = stage.Apps("Get-DifyWorkspaceApp work -Detailed");

        Assert.Equal(30, apps.Count);
        Assert.All(apps, app =>
        {
            var number = int.Parse(app.Name[4..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal((number % 2 == 0, number % 3), (app.ApiEnabled, app.KeyCount));
        });
        Assert.Equal(62, stage.Requests.Count);
        stage.ForgetRequests();
        stage.Apps($"Get-DifyWorkspaceApp work -AppId {apps[0].AppId} -Detailed");
        Assert.Equal(3, stage.Requests.Count);
    }

    [Fact]
    public async Task No_more_than_eight_details_are_asked_for_at_once()
    {
        await using var stage = await AppStage.SetAsync();
        for (var i = 0; i < 30; i++)
            stage.Add($"app {i:D2}");
        stage.Apps(FirstOf("Get-DifyWorkspaceApp work -Detailed", 1));
        // The first, and those beside it that had begun: nobody asked for the rest.
        Assert.InRange(stage.Requests.Count, 2, 2 + (2 * 9));
    }

    [Fact]
    public async Task Keys_that_a_role_may_not_see_are_told_once()
    {
        await using var stage = await AppStage.SetAsync(role: "normal");
        stage.Add("Cat");
        stage.Add("Dog");
        var result = stage.Good("Get-DifyWorkspaceApp work -Detailed 3>&1");
        Assert.Equal(3, result.Output.Count);
        Assert.All(
            result.Output.Select(one => one.BaseObject).OfType<DifyWorkspaceApp>(),
            app => Assert.Equal((true, null), (app.ApiEnabled, app.KeyCount))
        );
    }

    [Fact]
    public async Task Unbound_apps_are_those_that_no_name_is_bound_to_when_they_are_given()
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        var (dog, dogKey) = stage.Register("Dog");
        var (owl, _) = stage.Register("Owl");
        stage.Add("Rat");
        await stage.BindAsync("cat", cat);
        await stage.BindAsync("owl", owl, workspace: null);

        // The id of an app that was noted without its workspace proves nothing.
        Assert.Equal("Dog,Owl,Rat", string.Join(",", stage.Apps("Get-DifyWorkspaceApp work -Unbound").Select(app => app.Name).Order()));
        stage.Shell.SetVariable("bind", (Action)(() => stage.BindAsync("dog", dog, ownKey: dogKey).GetAwaiter().GetResult()));
        // The list has the newest first: Rat, then Owl, Dog, Cat.
        Assert.Equal(
            ["Rat", "Owl"],
            stage.Apps("Get-DifyWorkspaceApp work -Unbound | ForEach-Object { $bind.Invoke(); $_ }").Select(app => app.Name)
        );
    }

    [Fact]
    public async Task Names_that_another_connection_knows_count_where_it_is_the_same_workspace()
    {
        await using var stage = await AppStage.SetAsync();
        var (cat, _) = stage.Register("Cat");
        await stage.ConnectDeviceAsync("same");
        await stage.BindAsync("cat", cat, "same");
        Assert.Equal(["cat"], Assert.Single(stage.Apps("Get-DifyWorkspaceApp work")).BoundAs);
        // A server that was made of the other one's backup has apps of the same ids.
        var copy = Bindings.Registry.AppRegistry.At(stage.RegistryFile).FindWorkspace("same")!;
        await stage.NoteAsync(copy with { Server = "https://other.example.com/console/api/" });
        Assert.Empty(Assert.Single(stage.Apps("Get-DifyWorkspaceApp work")).BoundAs);
    }

    [Fact]
    public async Task Device_connection_says_what_it_cannot_show()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        stage.Add("On");
        var off = stage.Add("Off");
        off.Enabled = false;

        var result = stage.Good("Get-DifyWorkspaceApp device -Detailed 3>&1");

        var app = Assert.IsType<DifyWorkspaceApp>(Assert.Single(result.Output, one => one.BaseObject is DifyWorkspaceApp).BaseObject);
        Assert.Equal(("On", true, null), (app.Name, app.ApiEnabled, app.KeyCount));
        var warning = Assert.Single(result.Output, one => one.BaseObject is not DifyWorkspaceApp).ToString();
        Assert.Contains("only apps whose API is on", warning);
        Assert.Contains("API is on", stage.Bad("Get-DifyWorkspaceApp device Off", "WorkspaceAppNotFound").Exception.Message);
        Assert.Contains("API is on", stage.Bad($"Get-DifyWorkspaceApp device -AppId {off.Id}", "WorkspaceAppNotFound").Exception.Message);
    }

    [Fact]
    public async Task Session_that_the_browser_moved_lists_nothing()
    {
        await using var stage = await AppStage.SetAsync();
        var console = stage.Dify.State.Console;
        var other = console.AddWorkspace("Other");
        console.Accounts[0].Roles[other.Id] = "owner";
        console.Accounts[0].CurrentWorkspaceId = other.Id;
        stage.Dify.State.AddApp("theirs", configure: app => app.WorkspaceId = other.Id);
        stage.Bad("Get-DifyWorkspaceApp work", "WorkspaceChanged");
    }

    // Leaving the loop ends the pipeline, as Select-Object -First does.
    private static string FirstOf(string command, int count) =>
        $"$n = 0; do {{ {command} | ForEach-Object {{ $_; if (++$n -ge {count}) {{ break }} }} }} while ($false)";
}
