using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class AppInfoTests
{
    [Fact]
    public async Task An_app_tells_about_itself()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app =>
        {
            app.Description = "Purrs.";
            app.Parameters["opening_statement"] = "Meow!";
            app.Parameters["speech_to_text"] = new JsonObject { ["enabled"] = true };
            app.Parameters["user_input_form"] = JsonNode.Parse(
                """[{"text-input":{"label":"City","variable":"city","required":true,"max_length":48,"default":""}}]"""
            );
        });
        var result = stage.Shell.Show("Get-DifyAppInfo cat");
        var info = (DifyAppInfo)result.Output.Single().BaseObject;
        Assert.Equal(
            ("cat", "Cat", "chat", "Purrs.", "Meow!"),
            (info.App, info.RemoteName, info.Mode, info.Description, info.OpeningStatement)
        );
        Assert.Contains("speech_to_text", info.Features);
        Assert.Equal(
            ("city", "text-input", true, 48),
            (info.Inputs[0].Variable, info.Inputs[0].Type, info.Inputs[0].Required, info.Inputs[0].MaxLength)
        );
        Assert.NotNull(info.Site);
        Assert.Contains("city", result.Text);
        Assert.Contains("Purrs.", result.Text);
    }

    [Fact]
    public async Task An_app_without_a_web_app_still_tells_the_rest()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using (stage.Dify.Faults.Add(new Dify.Simulator.Fault { Path = "/site", Status = 403, Code = "forbidden", Message = "no site" }))
            Assert.Null(((DifyAppInfo)stage.Good("Get-DifyAppInfo cat").Output.Single().BaseObject).Site);
    }
}
