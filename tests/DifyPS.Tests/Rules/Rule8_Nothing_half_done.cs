using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule8_Nothing_half_done
{
    [Fact]
    public async Task A_secret_left_by_a_killed_registration_is_taken_up_by_the_next()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        stage.PutSecret("DifyPS-cat", key);
        stage.Good("Register-DifyApp cat $catKey -Server $server");
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task A_binding_left_by_a_killed_unregistration_can_be_unregistered_again()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Remove-Secret DifyPS-cat $vault");
        stage.Good("Unregister-DifyApp cat");
        Assert.Null(stage.Binding("cat"));
    }

    [Fact]
    public async Task A_vault_that_fails_leaves_the_registry_as_it_was()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        stage.Run("(Get-SecretVault $vault).Locked = $true");
        stage.Bad("Register-DifyApp dog $dogKey -Server $server", "VaultLocked");
        stage.Bad("Unregister-DifyApp cat", "VaultLocked");
        stage.Bad("Set-DifyApp cat -NewName tom", "VaultLocked");
        Assert.Equal(["cat"], stage.Good("Get-DifyApp").Output.Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("{ \"version\": 1, \"apps\": [ {")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_damaged_registry_is_reported_with_its_path_and_never_overwritten(string content)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        File.WriteAllText(stage.RegistryFile, content);
        foreach (
            var command in new[]
            {
                "Get-DifyApp",
                "Register-DifyApp cat $catKey -Server $server",
                "Invoke-DifyChat cat hi",
                "Unregister-DifyApp cat",
            }
        )
        {
            var error = stage.Bad(command, "RegistryDamaged");
            Assert.Contains(stage.RegistryFile, error.Exception.Message);
        }

        Assert.Equal(content, File.ReadAllText(stage.RegistryFile));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
    }

    [Fact]
    public async Task A_registry_of_a_newer_version_is_left_alone()
    {
        await using var stage = await Stage.SetAsync();
        File.WriteAllText(stage.RegistryFile, "{ \"version\": 2, \"apps\": [] }");
        stage.Bad("Get-DifyApp", "RegistryTooNew");
    }

    [Fact]
    public async Task The_registry_is_for_its_owner_only_and_holds_no_key()
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.Register("Cat");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(stage.RegistryFile));
        Assert.DoesNotContain(key, File.ReadAllText(stage.RegistryFile));
        Assert.Empty(Directory.GetFiles(stage.Folder, "*.tmp"));
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_swept_up_by_the_next()
    {
        await using var stage = await Stage.SetAsync();
        File.WriteAllText(stage.RegistryFile + ".0123456789abcdef.tmp", "half a regis");
        stage.Register("Cat");
        Assert.Equal(["apps.json", "apps.json.lock"], Directory.GetFiles(stage.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Fields_of_a_later_version_survive_a_change()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        File.WriteAllText(
            stage.RegistryFile,
            File.ReadAllText(stage.RegistryFile).Replace("\"name\": \"cat\"", "\"name\": \"cat\", \"colour\": \"ginger\"")
        );
        stage.Good("Set-DifyApp dog -User bob");
        Assert.Contains("\"colour\": \"ginger\"", File.ReadAllText(stage.RegistryFile));
    }

    [Fact]
    public async Task Writers_at_the_same_time_lose_nothing()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, Guid.NewGuid().ToString("N"))).FullName;
        var registry = AppRegistry.At(Path.Combine(folder, "apps.json"));
        await Parallel.ForAsync(0, 40, TestContext.Current.CancellationToken, async (i, token) =>
            await registry.UpdateAsync(
                apps => Task.FromResult<System.Collections.Generic.IReadOnlyList<AppBinding>?>([.. apps, Sample.Binding($"app{i}")]),
                token
            )
        );
        Assert.Equal(40, AppRegistry.At(registry.Path).Apps.Count);
        Assert.Equal(40, RegistryFile.Read(registry.Path).Apps.Count);
    }

    [Fact]
    public async Task A_change_within_the_same_tick_of_the_clock_is_seen()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, Guid.NewGuid().ToString("N"))).FullName;
        var path = Path.Combine(folder, "apps.json");
        var registry = AppRegistry.At(path);
        await registry.UpdateAsync(
            _ => Task.FromResult<System.Collections.Generic.IReadOnlyList<AppBinding>?>([Sample.Binding("cat")]),
            CancellationToken.None
        );
        Assert.Equal("alice", registry.Get("cat").User);
        var stamp = File.GetLastWriteTimeUtc(path);
        // As another process would: same length, same time.
        File.WriteAllText(path, File.ReadAllText(path).Replace("alice", "mally"));
        File.SetLastWriteTimeUtc(path, stamp);
        Assert.Equal("mally", registry.Get("cat").User);
    }
}
