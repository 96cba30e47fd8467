using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule3_No_call_reaches_the_wrong_app
{
    [Theory]
    [InlineData("Invoke-DifyChat cat 'for the cat only'")]
    [InlineData("Get-DifyAppInfo cat")]
    [InlineData("Invoke-DifyRestMethod cat conversations -Query @{ user = 'alice' }")]
    public async Task Another_apps_key_in_the_secret_is_stopped_after_the_identity_question(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var (_, dogKey) = stage.AddApp("Dog");
        stage.PutSecret("DifyPS-cat", dogKey);
        KeyCache.Clear();
        stage.ForgetRequests();
        var error = stage.Bad(command, "AppIdentityMismatch");

        Assert.Equal(["GET /info"], stage.Requests.Select(r => $"{r.Method} {r.Path}"));
        Assert.Equal(System.Management.Automation.ErrorCategory.SecurityError, error.CategoryInfo.Category);
        Assert.Contains("'Dog'", error.Exception.Message);
        Assert.Contains("'Cat'", error.Exception.Message);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task The_same_apps_new_key_is_accepted_and_pinned()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        var before = stage.Binding("cat")!.KeyFingerprint;
        stage.RotateOutside(cat, key, "cat");
        KeyCache.Clear();
        stage.ForgetRequests();
        stage.Good("Invoke-DifyChat cat hi");

        Assert.Equal(["/info", "/chat-messages"], stage.Requests.Select(r => r.Path));
        Assert.NotEqual(before, stage.Binding("cat")!.KeyFingerprint);
        stage.ForgetRequests();
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Equal(["/chat-messages"], stage.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task An_unchanged_key_costs_no_question()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        KeyCache.Clear();
        stage.ForgetRequests();
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Equal(["/chat-messages"], stage.Requests.Select(r => r.Path));
    }

    [Fact]
    public async Task A_changed_key_of_a_binding_that_was_never_verified_is_not_trusted()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.AddApp("Cat");
        stage.Good("Register-DifyApp cat $catKey -Server $server -NoVerify");
        stage.RotateOutside(cat, key, "cat");
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat cat hi", "AppIdentityMismatch");
        stage.Good("Set-DifyApp cat -Refresh");
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task An_app_of_another_mode_with_the_same_name_is_another_app()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var twin = stage.Dify.State.AddApp("Cat", "advanced-chat").CreateKey(Canary.NewKey());
        stage.PutSecret("DifyPS-cat", twin);
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat cat hi", "AppIdentityMismatch");
    }
}
