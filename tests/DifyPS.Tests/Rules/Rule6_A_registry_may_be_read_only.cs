using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Rules;

[UnsupportedOSPlatform("windows")]
public sealed class Rule6_A_registry_may_be_read_only
{
    [Fact]
    public async Task A_key_that_was_rotated_outside_is_used_and_cannot_be_noted()
    {
        if (!await Nobody.IsMeAsync(typeof(Rule6_A_registry_may_be_read_only)))
            return;
        foreach (var keepsLock in new[] { false, true })
        {
            await using var stage = await Stage.SetAsync();
            var (cat, key) = stage.Register("Cat");
            stage.RotateOutside(cat, key, "cat");
            var before = File.ReadAllText(stage.RegistryFile);
            KeyCache.Clear();
            stage.Protect(keepsLock);

            var result = stage.Good("Invoke-DifyChat cat hi -WarningVariable warning; $warning");
            Assert.StartsWith("Cat here", ((DifyChatReply)result.Output[0].BaseObject).Answer);
            Assert.Contains(stage.RegistryFile, result.Output[1].ToString());
            Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
            stage.Free();
        }
    }

    [Fact]
    public async Task What_would_change_it_changes_nothing()
    {
        if (!await Nobody.IsMeAsync(typeof(Rule6_A_registry_may_be_read_only)))
            return;
        foreach (var keepsLock in new[] { false, true })
        {
            await using var stage = await Stage.SetAsync();
            stage.Register("Cat");
            stage.AddApp("Dog");
            stage.Protect(keepsLock);
            foreach (
                var command in new[]
                {
                    "Register-DifyApp dog $dogKey -Server $server",
                    "Set-DifyApp cat -NewName tom",
                    "Unregister-DifyApp cat",
                }
            )
            {
                Assert.Contains(stage.RegistryFile, stage.Bad(command, "RegistryNotWritable").Exception.Message);
            }
            Assert.Null(stage.GetSecret("DifyPS-dog"));
            Assert.Null(stage.GetSecret("DifyPS-tom"));
            Assert.NotNull(stage.GetSecret("DifyPS-cat"));
            stage.Free();
        }
    }

    [Fact]
    public async Task A_file_that_is_read_only_stays_as_it_is_and_so_does_the_vault()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        File.SetAttributes(stage.RegistryFile, FileAttributes.ReadOnly);
        Assert.Contains("read-only", stage.Bad("Register-DifyApp dog $dogKey -Server $server", "RegistryNotWritable").Exception.Message);
        Assert.Null(stage.GetSecret("DifyPS-dog"));
        Assert.Equal(["apps.json", "apps.json.lock"], Directory.GetFiles(stage.Folder).Select(Path.GetFileName).Order());
        File.SetAttributes(stage.RegistryFile, FileAttributes.Normal);
    }
}
