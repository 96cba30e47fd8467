using System.IO;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class WhatIfTests
{
    [Theory]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -WhatIf")]
    [InlineData("Register-DifyApp cat $dogKey -Server $server -Force -WhatIf")]
    [InlineData("Register-DifyApp -FromVault $vault -Force -WhatIf")]
    [InlineData("Set-DifyApp cat -ApiKey $dogKey -Force -WhatIf")]
    [InlineData("Set-DifyApp cat -NewName tom -User bob -WhatIf")]
    [InlineData("Unregister-DifyApp * -WhatIf")]
    [InlineData("Invoke-DifyRestMethod cat conversations/x -Method Delete -Body @{ user = 'alice' } -WhatIf")]
    public async Task WhatIf_sends_nothing_and_changes_nothing(string command)
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.AddApp("Dog");
        stage.ForgetRequests();
        var before = File.ReadAllText(stage.RegistryFile);
        var result = stage.Good(command);

        Assert.Contains("What if:", result.Text);
        Assert.Empty(result.Output);
        Assert.Empty(stage.Requests);
        Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        Assert.Null(stage.GetSecret("DifyPS-dog"));
    }
}
