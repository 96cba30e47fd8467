using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Commands;
using DifyPS.Pipeline;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A cmdlet for knowledge stands on the same base, with -Knowledge in the place of -App.</summary>
public sealed class KnowledgeCmdletTests
{
    [Fact]
    public async Task It_takes_the_name_of_a_knowledge_key_by_place_by_alias_and_from_objects()
    {
        await using var stage = await SetAsync();
        foreach (
            var command in new[]
            {
                "Get-TestKnowledge kb",
                "Get-TestKnowledge -App kb",
                "Get-DifyApp kb | Get-TestKnowledge",
                "'kb' | Get-TestKnowledge",
            }
        )
        {
            Assert.Equal("kb", stage.Good(command).Output[0].ToString());
        }
    }

    [Fact]
    public async Task The_key_of_an_app_is_refused_before_anything_is_sent()
    {
        await using var stage = await SetAsync();
        stage.Bad("Get-TestKnowledge cat", "KnowledgeKeyRequired");
        stage.Bad("Get-DifyAppInfo kb", "AppKeyRequired");
        Assert.Empty(stage.Requests);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.SetKey("kbKey", stage.Dify.State.AddKnowledge().CreateKey(Canary.NewKey("dataset-")));
        stage.Shell.SetVariable("assembly", typeof(KnowledgeCmdletTests).Assembly);
        stage.Good("Import-Module -Assembly $assembly; Register-DifyApp kb $kbKey -Server $server");
        stage.ForgetRequests();
        return stage;
    }
}

/// <summary>What a knowledge cmdlet comes to.</summary>
[Cmdlet(VerbsCommon.Get, "TestKnowledge")]
[OutputType(typeof(string))]
[WorksWith(AppScope.Knowledge)]
public sealed class GetTestKnowledgeCommand : DifyKnowledgeCmdlet
{
    /// <summary>Gives the name that it was called with.</summary>
    protected override void ProcessRecord() => Get(Knowledge, call => Task.FromResult(call.App));
}
