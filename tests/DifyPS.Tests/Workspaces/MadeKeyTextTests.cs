using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>What is told of a key that was made and comes to no name is true, and its commands can be typed.</summary>
public sealed class MadeKeyTextTests
{
    [Theory]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp", "ParameterMissing")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp taken", "AppAlreadyRegistered")]
    [InlineData("New-DifyKnowledgeKey work | Register-DifyApp 'a*b'", "InvalidAppName")]
    [InlineData("New-DifyAppKey taken | Register-DifyApp 'a*b'", "InvalidAppName")]
    public async Task Of_a_key_that_was_made_nobody_says_that_nothing_was_sent(string command, string id)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Taken");
        var error = stage.Bad(command, id);
        Assert.DoesNotContain("Nothing was sent", error.Exception.Message);
        Assert.Contains("stays in Dify, and no name is bound to it.", error.Exception.Message);
        // Each thing to do is a sentence of its own.
        Assert.Matches(@"\. To revoke the key: ", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("What you have kept", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_knowledge_key_without_a_name_is_told_the_command_with_one()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var action = stage.Bad("New-DifyKnowledgeKey | Register-DifyApp", "ParameterMissing").ErrorDetails.RecommendedAction;
        stage.Good(action[action.IndexOf("Remove-DifyKnowledgeKey", StringComparison.Ordinal)..]);
        var command = action[action.IndexOf("New-DifyKnowledgeKey", StringComparison.Ordinal)..];
        stage.Good(command[..command.IndexOf(". ", StringComparison.Ordinal)]);
        Assert.Equal([stage.GetSecret("DifyPS-books")!], stage.Dify.State.Knowledge.Single().Keys);
    }

    [Fact]
    public async Task A_key_that_somebody_has_kept_can_be_bound_still_and_that_is_told()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("$made = New-DifyKnowledgeKey work");
        Assert.Contains("What you have kept", stage.Bad("$made | Register-DifyApp", "ParameterMissing").ErrorDetails.RecommendedAction);
        var told = stage.Good("$made | Register-DifyApp books -WhatIf -WarningVariable told -WarningAction Ignore; $told").Output.Single();
        Assert.Contains("What you have kept", told.ToString());
        stage.Good("$made | Register-DifyApp books");
    }

    [Fact]
    public async Task A_key_that_the_server_does_not_know_is_not_advised_to_be_whole()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/v1/datasets", Status = 401, Code = "unauthorized" });
        var error = stage.Bad("New-DifyKnowledgeKey work | Register-DifyApp books", "unauthorized");
        Assert.Contains("is revoked", error.Exception.Message);
        Assert.Contains("-Server", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("whole", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_connection_is_named_by_a_text_from_the_pipeline()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("'work' | New-DifyKnowledgeKey | Register-DifyApp books");
        Assert.Single(stage.Good("'work' | Get-DifyKnowledgeKey").Output);
        Assert.Equal(2, stage.Good("'work', 'work' | Get-DifyKnowledgeKey").Output.Count);
        Assert.Single(stage.Good("Get-DifyWorkspace | Get-DifyKnowledgeKey").Output);
        stage.Bad("'wrok' | Get-DifyKnowledgeKey", "WorkspaceNotFound");
        stage.Bad("'wrok' | New-DifyKnowledgeKey", "WorkspaceNotFound");
        Assert.Single(stage.Dify.State.Knowledge.Single().Keys);
    }
}
