using System;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>With a connection, more is known of keys and apps than the app's own API tells.</summary>
public sealed class KeyHealthTests
{
    public static TheoryData<string> Versions => WorkspaceStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Test_tells_a_revoked_key_a_deleted_app_an_API_that_is_off_and_a_renamed_app(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Bind("Good");
        var revoked = stage.Bind("Revoked");
        var deleted = stage.Bind("Deleted");
        var off = stage.Bind("Off");
        var renamed = stage.Bind("Renamed");
        revoked.RevokeKey(revoked.Keys.Single());
        stage.Dify.State.RemoveApp(deleted);
        off.Enabled = false;
        renamed.Rename("Other");
        var found = stage
            .Good("Test-DifyApp")
            .Output.Select(one => (DifyAppStatus)one.BaseObject)
            .ToDictionary(one => one.Name, one => one);
        Assert.Equal(AppHealth.Ok, found["good"].Status);
        Assert.Equal(AppHealth.KeyRevoked, found["revoked"].Status);
        Assert.Equal(AppHealth.AppDeleted, found["deleted"].Status);
        Assert.Equal(AppHealth.ApiDisabled, found["off"].Status);
        Assert.Equal(AppHealth.Renamed, found["renamed"].Status);
        Assert.Contains("Register-DifyApp 'revoked'", found["revoked"].RecommendedAction);
        Assert.Contains("Unregister-DifyApp 'deleted'", found["deleted"].RecommendedAction);
        // What it says to do does it.
        stage.Good(found["revoked"].RecommendedAction!.Split(": ")[1]);
        stage.AssertAgrees(revoked, "revoked");
    }

    [Fact]
    public async Task A_refused_key_that_was_made_here_is_told_by_what_finds_out_why_and_makes_another()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        cat.RevokeKey(cat.Keys.Single());
        var action = stage.Run("Invoke-DifyChat cat hi").Errors.Single().ErrorDetails.RecommendedAction;
        Assert.Contains("Test-DifyApp cat finds out", action);
        stage.Good("Update-DifyAppKey cat");
        stage.Good("Invoke-DifyChat cat hi");
        // One that was pasted is made anew by whoever has made it.
        var (dog, key) = stage.Register("Dog");
        dog.RevokeKey(key);
        Assert.Contains("Set-DifyApp", stage.Run("Invoke-DifyChat dog hi").Errors.Single().ErrorDetails.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_of_another_app_that_looks_the_same_is_known(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var twin = stage.Dify.State.AddApp("Cat");
        app.RevokeKey(app.Keys.Single());
        app.CreateKey();
        stage.PutSecret(SecretName.For("cat"), twin.CreateKey(Canary.NewKey()));
        KeyCache.Clear();
        stage.Bad("Invoke-DifyChat cat hi", "AppIdentityMismatch");
        Assert.DoesNotContain(stage.Sent(), one => one.Contains("chat-messages", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_app_that_looks_the_same_is_told_by_tests_and_pinned_by_force_only(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var before = stage.Binding("cat")!;
        var key = stage.GetSecret("DifyPS-cat")!;
        var twin = stage.Dify.State.AddApp("Cat");
        stage.SetKey("theirs", twin.CreateKey(Canary.NewKey()));
        AssertRefused("Set-DifyApp cat -ApiKey $theirs");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        stage.PutSecret(SecretName.For("cat"), twin.Keys.Single());
        KeyCache.Clear();
        var found = (DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject;
        Assert.Equal(AppHealth.WrongApp, found.Status);
        Assert.Contains(app.Id.ToString(), found.Message);
        Assert.Contains("Set-DifyApp 'cat'", found.RecommendedAction);
        AssertRefused("Set-DifyApp cat -Refresh");
        stage.Good("Set-DifyApp cat -Refresh -Force");
        var after = stage.Binding("cat")!;
        Assert.Equal((null, null, null), (after.AppId, after.KeyId, after.Workspace));
        Assert.Equal(AppHealth.Ok, ((DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject).Status);

        void AssertRefused(string command)
        {
            var error = stage.Bad(command, "AppIdentityMismatch");
            Assert.Contains(app.Id.ToString(), error.Exception.Message);
            Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
            Assert.Equal(before.Seal, stage.Binding("cat")!.Seal);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_key_of_an_app_that_looks_the_same_given_with_force_leaves_no_ids(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        stage.Bind("Cat");
        var twin = stage.Dify.State.AddApp("Cat");
        stage.SetKey("theirs", twin.CreateKey(Canary.NewKey()));
        stage.Good("Set-DifyApp cat -ApiKey $theirs -Force");
        var after = stage.Binding("cat")!;
        Assert.Null(after.KeyId);
        Assert.Null(after.AppId);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_that_was_rotated_outside_is_told_and_noted_with_the_id_of_its_app(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        stage.RotateOutside(app, app.Keys.Single(), "cat");
        KeyCache.Clear();
        Assert.Equal(AppHealth.KeyChanged, ((DifyAppStatus)stage.Good("Test-DifyApp cat").Output.Single().BaseObject).Status);
        stage.Good("Set-DifyApp cat -Refresh");
        Assert.Equal((null, app.Id.ToString()), (stage.Binding("cat")!.KeyId, stage.Binding("cat")!.AppId));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_refresh_takes_no_id_of_another_app_from_an_edited_entry(string version)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var app = stage.Bind("Cat");
        var other = stage.Dify.State.AddApp("Other");
        var text = System.IO.File.ReadAllText(stage.RegistryFile);
        System.IO.File.WriteAllText(stage.RegistryFile, text.Replace(app.Id.ToString(), other.Id.ToString(), StringComparison.Ordinal));
        KeyCache.Clear();
        stage.Bad("Set-DifyApp cat -Refresh -Confirm:$false", "AppIdentityMismatch");
        stage.Good("Set-DifyApp cat -Refresh -Force -Confirm:$false -WarningAction SilentlyContinue");
        Assert.Equal((null, null), (stage.Binding("cat")!.AppId, stage.Binding("cat")!.KeyId));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_key_that_somebody_else_rotated_is_none_that_was_made_here()
    {
        await using var stage = await WorkspaceStage.SetAsync("1.14.0");
        var app = stage.Bind("Cat");
        stage.RotateOutside(app, app.Keys.Single(), "cat");
        KeyCache.Clear();
        stage.Good("Invoke-DifyChat cat hi");
        stage.Bad("Update-DifyAppKey cat", "KeyNotMintedHere");
        Assert.Single(app.Keys);
    }

    [Fact]
    public async Task A_key_that_was_given_by_hand_is_none_that_was_made_here()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        stage.SetKey("mine", app.CreateKey(Canary.NewKey()));
        stage.Good("Set-DifyApp cat -ApiKey $mine");
        Assert.Equal((null, app.Id.ToString()), (stage.Binding("cat")!.KeyId, stage.Binding("cat")!.AppId));
        var other = stage.Dify.State.AddApp("Other");
        stage.SetKey("theirs", other.CreateKey(Canary.NewKey()));
        stage.Good("Set-DifyApp cat -ApiKey $theirs -Force");
        Assert.Null(stage.Binding("cat")!.AppId);
    }
}
