using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Where nothing is registered at all, a check of all finds nothing wrong, and says why.</summary>
public sealed class EmptyRegistryTests
{
    [Theory]
    [InlineData("Test-DifyApp", "No app")]
    [InlineData("Test-DifyApp c*", "No app")]
    [InlineData("Update-DifyAppKey *", "No app")]
    [InlineData("Test-DifyWorkspace", "No workspace connection")]
    public async Task The_registry_and_the_account_are_named_in_one_warning(string command, string told)
    {
        await using var stage = await Stage.SetAsync();
        var result = stage.Good(command + " -WarningVariable told -WarningAction SilentlyContinue; $told");
        var warning = Assert.Single(result.Output).ToString();
        Assert.StartsWith(told, warning);
        Assert.Contains(stage.RegistryFile, warning);
        Assert.Contains(System.Environment.UserName, warning);
    }

    [Theory]
    [InlineData("Test-DifyApp -Quiet")]
    [InlineData("Test-DifyWorkspace -Quiet")]
    public async Task Quiet_gives_false_there(string command)
    {
        await using var stage = await Stage.SetAsync();
        var result = stage.Good(command + " -WarningVariable told -WarningAction SilentlyContinue; $told.Count");
        Assert.Equal(["False", "1"], result.Output.Select(one => one.ToString()));
    }

    [Fact]
    public async Task A_pattern_that_fits_nothing_of_what_there_is_stays_silent()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Register("Cat");
        foreach (var command in new[] { "Test-DifyApp x*", "Test-DifyWorkspace x*", "Update-DifyAppKey x*" })
            Assert.Empty(stage.Good($"{command} -WarningVariable told -WarningAction SilentlyContinue; $told").Output);
        Assert.Equal("True", stage.Good("Test-DifyApp x* -Quiet").Output.Single().ToString());
    }
}
