using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule6_Rotation_without_restarts
{
    [Fact]
    public async Task A_rejected_key_is_read_again_and_the_call_goes_through()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.Good("Invoke-DifyChat cat hi");
        stage.RotateOutside(cat, key, "cat");
        stage.ForgetRequests();
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat again").Output.Single().BaseObject;

        Assert.StartsWith("Cat here", reply.Answer);
        Assert.Equal([401, 200, 200], stage.Requests.Select(r => r.Status));
        Assert.Equal(["/chat-messages", "/info", "/chat-messages"], stage.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_rejected_key_with_no_newer_one_is_tried_once()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        cat.RevokeKey(key);
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat cat hi", "unauthorized");
        Assert.Single(stage.Requests);
    }

    [Fact]
    public async Task After_a_401_rule_3_holds_too()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        var (_, dogKey) = stage.AddApp("Dog");
        cat.RevokeKey(key);
        stage.PutSecret("DifyPS-cat", dogKey);
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat cat hi", "AppIdentityMismatch");
        Assert.Equal(["/chat-messages", "/info"], stage.Requests.Select(r => r.Path));
        Assert.DoesNotContain(stage.Requests, r => r.App == "Dog" && r.Path != "/info");
    }

    [Fact]
    public async Task A_key_is_read_once_for_all_runspaces()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Invoke-DifyChat cat hi");
        // Gone from the vault: only the key in memory can serve the second session.
        stage.Good("Remove-Secret DifyPS-cat $vault");
        var second = stage.NewSession();
        Assert.Empty(second.Run("Invoke-DifyChat cat hi").Errors);
        KeyCache.Clear();
        Assert.Equal("SecretMissing", second.Run("Invoke-DifyChat cat hi").ErrorId);
    }

    [Fact]
    public async Task Removing_the_module_forgets_the_keys()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Remove-Secret DifyPS-cat $vault");
        stage.Good("Remove-Module DifyPS");
        stage.Shell.Import();
        stage.Bad("Invoke-DifyChat cat hi", "SecretMissing");
    }

    [Fact]
    public async Task Set_DifyApp_rotates_only_to_a_key_of_the_same_app()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.AddApp("Dog");
        var before = stage.Binding("cat");
        stage.Bad("Set-DifyApp cat -ApiKey $dogKey", "AppIdentityMismatch");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        Assert.Equal(before!.KeyFingerprint, stage.Binding("cat")!.KeyFingerprint);

        var fresh = cat.CreateKey(Canary.NewKey());
        stage.SetKey("fresh", fresh);
        stage.Good("Set-DifyApp cat -ApiKey $fresh");
        Assert.Equal(fresh, stage.GetSecret("DifyPS-cat"));
        cat.RevokeKey(key);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Test_DifyApp_always_reads_the_vault()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Invoke-DifyChat cat hi");
        stage.Good("Remove-Secret DifyPS-cat $vault");
        var status = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.SecretMissing, status.Status);
    }
}
