using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule1_Verified_at_birth
{
    [Fact]
    public async Task Registering_asks_who_the_key_belongs_to_and_pins_name_mode_and_inputs()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat", "chat", app => app.Parameters["user_input_form"] = System.Text.Json.Nodes.JsonNode.Parse(
            """[{"select":{"label":"Mood","variable":"mood","required":true,"default":"calm","options":["calm","wild"]}}]"""));
        var app = (DifyApp)stage.Good("Register-DifyApp kitty $catKey -Server $server -PassThru").Output.Single().BaseObject;

        Assert.Equal(["GET /info", "GET /parameters"], stage.Requests.Select(r => $"{r.Method} {r.Path}"));
        Assert.Equal("Cat", app.RemoteName);
        Assert.Equal("chat", app.Mode);
        Assert.NotNull(app.Verified);
        var input = Assert.Single(app.Inputs);
        Assert.Equal(("mood", "select", true), (input.Variable, input.Type, input.Required));
        Assert.Equal(["calm", "wild"], input.Options);
    }

    [Fact]
    public async Task A_rejected_key_registers_nothing()
    {
        await using var stage = await Stage.SetAsync();
        stage.SetKey("bad", Canary.NewKey());
        var error = stage.Bad("Register-DifyApp cat $bad -Server $server", "unauthorized");

        Assert.Equal(System.Management.Automation.ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.Null(stage.Binding("cat"));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
    }

    [Fact]
    public async Task NoVerify_asks_nothing_and_the_binding_says_so()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Good("Register-DifyApp cat $catKey -Server $server -NoVerify");

        Assert.Empty(stage.Requests);
        var app = (DifyApp)stage.Good("Get-DifyApp cat").Output.Single().BaseObject;
        Assert.Null(app.Verified);
        Assert.Null(app.Mode);
        Assert.Equal("Cat here", ((DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject).Answer[..8]);
    }
}
