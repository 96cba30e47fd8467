using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Registry;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_that_was_copied_is_refused_and_the_first_goes_on(bool isUnsealed)
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.SetKey("freshKey", Canary.NewKey());
        stage.Copy("cat", "acat", entry =>
        {
            if (isUnsealed)
                entry.Remove("seal");
        });
        stage.AssertRefused("acat", "KeyAlreadyBound");
        stage.StartAfresh();
        stage.AssertRefused("acat", "KeyAlreadyBound");
        stage.Bad("Set-DifyApp acat -Refresh", "KeyAlreadyBound");
        stage.Good("Invoke-DifyChat cat hi; Set-DifyApp cat -User bob");
        Assert.Equal(AppHealth.Ok, stage.Test("cat").Status);

        var error = stage.Bad("Unregister-DifyApp acat", "KeyAlreadyBound");
        Assert.Contains("'cat'", error.Exception.Message);
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        stage.Good("Unregister-DifyApp acat -KeepSecret; Invoke-DifyChat cat hi");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
    }

    [Fact]
    public async Task The_first_goes_on_after_a_rotation_outside_and_the_copy_is_still_refused()
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.Register("Cat");
        stage.Copy("cat", "acat");
        stage.RotateOutside(cat, key, "cat");
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat acat hi", "KeyAlreadyBound");
        Assert.Empty(stage.Requests);
        stage.Good("Invoke-DifyChat cat hi");
        stage.Bad("Invoke-DifyChat acat hi", "KeyAlreadyBound");
    }

    [Fact]
    public async Task Of_two_registries_that_were_joined_the_earlier_name_goes_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var first = File.ReadAllText(stage.RegistryFile);
        File.Delete(stage.RegistryFile);
        stage.Good("Register-DifyApp acat -SecretName DifyPS-cat -Server $server");
        stage.EditRegistry(apps => apps.Add(JsonNode.Parse(first)!["apps"]![0]!.DeepClone()));
        stage.StartAfresh();
        stage.Good("Invoke-DifyChat cat hi");
        stage.ForgetRequests();
        stage.Bad("Invoke-DifyChat acat hi", "KeyAlreadyBound");
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat acat hi", "KeyAlreadyBound");
        Assert.Empty(stage.Requests);
        // Neither takes the secret away from the other.
        stage.Good("Unregister-DifyApp cat");
        Assert.NotNull(stage.GetSecret("DifyPS-cat"));
        stage.Good("Invoke-DifyChat acat hi");
    }

    [Fact]
    public async Task A_key_that_another_name_has_is_no_rotation_even_if_the_apps_look_the_same()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.SetKey("testKey", stage.Dify.State.AddApp("Cat", "chat").CreateKey(Canary.NewKey()));
        stage.Good("Register-DifyApp test $testKey -Server $server");
        var before = stage.Binding("cat");
        stage.Good("Set-Secret DifyPS-cat -SecureStringSecret $testKey -Vault $vault");
        stage.StartAfresh();
        Assert.Contains("'test'", stage.Bad("Invoke-DifyChat cat hi", "KeyAlreadyBound").Exception.Message);
        stage.Bad("Set-DifyApp cat -Refresh -Force", "KeyAlreadyBound");
        stage.Bad("Set-DifyApp cat -ApiKey $testKey -Force", "KeyAlreadyBound");
        Assert.Equal(AppHealth.WrongApp, stage.Test("cat").Status);
        Assert.All(stage.Requests, request => Assert.Contains(request.Path, new[] { "/info", "/parameters" }));
        Assert.Equal(before!.KeyFingerprint, stage.Binding("cat")!.KeyFingerprint);
        stage.Good("Invoke-DifyChat test hi");
    }

    [Fact]
    public async Task A_key_of_another_name_is_not_sent_to_another_server_even_to_ask()
    {
        await using var stage = await Stage.SetAsync();
        await using var other = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.Register("Cat");
        stage.SetKey("dogKey", other.State.AddApp("Dog", "chat").CreateKey(Canary.NewKey()));
        stage.Good($"Register-DifyApp dog $dogKey -Server {other.BaseUri}");
        stage.Good("Set-Secret DifyPS-cat -SecureStringSecret $dogKey -Vault $vault");
        stage.StartAfresh();
        stage.Bad("Invoke-DifyChat cat hi", "KeyAlreadyBound");
        stage.Bad("Set-DifyApp cat -Refresh -Force", "KeyAlreadyBound");
        stage.Bad("Set-DifyApp cat -ApiKey $dogKey -Force", "KeyAlreadyBound");
        Assert.Equal(AppHealth.WrongApp, stage.Test("cat").Status);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Register-DifyApp second -SecretName team-cat -Server $server -Force")]
    [InlineData("Register-DifyApp second -SecretName TEAM-CAT -Server $server")]
    [InlineData("Register-DifyApp second $secondKey -SecretName team-cat -Server $server -Force")]
    public async Task A_secret_gets_no_second_name_whatever_key_it_has_by_now(string command)
    {
        await using var stage = await Stage.SetAsync();
        var (cat, key) = stage.AddApp("Cat");
        stage.PutSecret("team-cat", key);
        stage.Good("Register-DifyApp cat -SecretName team-cat -Server $server");
        var rotated = cat.CreateKey(Canary.NewKey());
        stage.PutSecret("team-cat", rotated);
        stage.SetKey("secondKey", cat.CreateKey(Canary.NewKey()));
        stage.StartAfresh();
        Assert.Contains("'cat'", stage.Bad(command, "KeyAlreadyBound").Exception.Message);
        Assert.Empty(stage.Requests);
        Assert.Equal(rotated, stage.GetSecret("team-cat"));
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_move_takes_no_secret_that_another_name_has()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        stage.AddApp("Dog");
        stage.Good("Register-DifyApp dog $dogKey -SecretName DifyPS-tom -Server $server");
        stage.Bad("Set-DifyApp cat -NewName tom -Force", "KeyAlreadyBound");
        Assert.Equal(key, stage.GetSecret("DifyPS-cat"));
        stage.Good("Invoke-DifyChat cat hi; Invoke-DifyChat dog hi");
    }

    [Fact]
    public async Task A_fingerprint_that_was_edited_makes_no_room_for_a_second_name()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.EditEntry("cat", entry => entry["keyFingerprint"] = "0123456789abcdef");
        stage.Bad("Register-DifyApp tiger $catKey -Server $server", "KeyAlreadyBound");
    }
}
