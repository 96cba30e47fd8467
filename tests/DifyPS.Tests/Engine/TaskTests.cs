using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Stop-DifyTask: the route of the app's mode, the user who began the task, and nothing when nothing is to happen.</summary>
public sealed class TaskTests
{
    private const string Id = "00000000-0000-4000-8000-000000000000";

    [Theory]
    [InlineData("chat", "/chat-messages/" + Id + "/stop")]
    [InlineData("completion", "/completion-messages/" + Id + "/stop")]
    [InlineData("workflow", "/workflows/tasks/" + Id + "/stop")]
    public async Task The_mode_decides_the_route(string mode, string path)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        Assert.Empty(stage.Good($"Stop-DifyTask cat {Id}; Stop-DifyTask cat {Id} -User bob").Output);
        Assert.Equal([(path, "alice"), (path, "bob")], stage.Requests.TakeLast(2).Select(r => (r.Path, (string)r.Json!["user"]!)));
    }

    [Fact]
    public async Task An_app_that_was_never_verified_is_asked_for_its_mode()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat", "workflow");
        stage.Good("Register-DifyApp cat $catKey -Server $server -NoVerify");
        stage.Good($"Stop-DifyTask cat {Id}");
        Assert.Equal(["/info", $"/workflows/tasks/{Id}/stop"], stage.Requests.Select(r => r.Path));
    }

    [Theory]
    [InlineData("Invoke-DifyChat cat hi | Stop-DifyTask -WhatIf")]
    [InlineData("Invoke-DifyChat cat hi -AsEvent | Stop-DifyTask -WhatIf")]
    public async Task WhatIf_stops_nothing(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good(command);
        Assert.DoesNotContain(stage.Requests, r => r.Path.EndsWith("/stop", StringComparison.Ordinal));
    }
}
