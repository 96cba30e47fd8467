using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule2_One_key_one_name
{
    [Fact]
    public async Task A_key_under_a_second_name_is_refused_with_the_name_that_has_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        var error = stage.Bad("Register-DifyApp tiger $catKey -Server $server -Force", "KeyAlreadyBound");

        Assert.Contains("'cat'", error.Exception.Message);
        Assert.Contains("key of its own", error.Exception.Message);
        Assert.Equal("tiger", error.TargetObject);
        Assert.Empty(stage.Requests);
        Assert.Null(stage.GetSecret("DifyPS-tiger"));
    }

    [Fact]
    public async Task A_taken_name_is_refused_in_any_case_and_replaced_with_Force()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        stage.Bad("Register-DifyApp CAT $dogKey -Server $server", "AppAlreadyRegistered");
        Assert.Equal("Cat", stage.Binding("cat")!.RemoteName);

        stage.Good("Register-DifyApp CAT $dogKey -Server $server -Force");
        Assert.Equal("Dog", stage.Binding("cat")!.RemoteName);
        Assert.Single(stage.Good("Get-DifyApp").Output);
    }

    [Fact]
    public async Task A_name_is_found_in_any_case()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat CAT hi").Output.Single().BaseObject;
        Assert.Equal("cat", reply.App);
    }

    [Theory]
    [InlineData("''", "InvalidAppName")]
    [InlineData("' '", "InvalidAppName")]
    [InlineData("'c*t'", "InvalidAppName")]
    [InlineData("'-cat'", "InvalidAppName")]
    public async Task A_name_that_cannot_be_typed_is_refused(string name, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Bad($"Register-DifyApp -Name {name} -ApiKey $catKey -Server $server", errorId);
        Assert.Empty(stage.Requests);
    }
}
