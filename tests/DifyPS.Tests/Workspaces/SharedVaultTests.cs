using System.IO;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Registries that share a vault: the sign-in that one keeps is never written over by a connection of the same name in another.</summary>
public sealed class SharedVaultTests
{
    private const string Again = "Connect-DifyWorkspace work -Server $server -Credential $credential -Remember";

    [Theory]
    [InlineData("-Credential $credential -Remember")]
    [InlineData("-EmailCode -Remember")]
    [InlineData("-DeviceCode -Remember")]
    [InlineData("-AdminKey $adminKey")]
    public async Task A_connection_of_another_registry_keeps_its_sign_in(string way)
    {
        await using var stage = await SetAsync();
        var kept = stage.GetSecret(ConsoleStage.Secret);
        stage.ForgetRequests();

        stage.Good("$env:DIFYPS_REGISTRY = $theirs");
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server " + way, "SecretAlreadyExists");
        Assert.Contains("-Vault", error.ErrorDetails.RecommendedAction);
        Assert.Contains("another name", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.Empty(stage.Good("Get-DifyWorkspace").Output);
        stage.Good("Connect-DifyWorkspace work2 -Server $server -Credential $credential -Remember");

        stage.Good("$env:DIFYPS_REGISTRY = $mine");
        stage.BecomeAnotherProcess();
        Assert.Equal(kept, stage.GetSecret(ConsoleStage.Secret));
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task Whose_sign_in_was_lost_to_another_registry_does_not_take_it_back()
    {
        await using var stage = await SetAsync();
        stage.Good("Remove-Secret DifyPS-workspace-work -Vault $vault; $env:DIFYPS_REGISTRY = $theirs");
        stage.Good(Again);
        var kept = stage.GetSecret(ConsoleStage.Secret);

        stage.Good("$env:DIFYPS_REGISTRY = $mine");
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.ConnectionChanged, stage.Test().Status);
        stage.Bad(Again, "SecretAlreadyExists");
        Assert.Equal(kept, stage.GetSecret(ConsoleStage.Secret));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_this_registry_has_left_is_taken_over(bool wasForgotten)
    {
        await using var stage = await SetAsync();
        if (wasForgotten)
            stage.Good("Disconnect-DifyWorkspace work -KeepSecret");
        else
            File.Delete(stage.RegistryFile);
        stage.BecomeAnotherProcess();
        stage.Good(Again);
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_registry_that_was_moved_connects_again()
    {
        await using var stage = await SetAsync();
        File.Move(stage.RegistryFile, Path.Combine(stage.Folder, "colleague.json"));
        stage.Good("$env:DIFYPS_REGISTRY = $theirs");
        stage.BecomeAnotherProcess();
        stage.Good(Again);
        Assert.True(stage.Test().Healthy);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Shell.SetVariable("mine", stage.RegistryFile);
        stage.Shell.SetVariable("theirs", Path.Combine(stage.Folder, "colleague.json"));
        return stage;
    }
}
