using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule8_A_damaged_entry_stops_nobody_else
{
    [Fact]
    public async Task A_list_that_stands_there_twice_is_lost_by_no_write()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        var text = File.ReadAllText(stage.RegistryFile);
        var twice = text[..text.LastIndexOf('}')] + ", \"apps\": [] }";
        File.WriteAllText(stage.RegistryFile, twice);
        stage.Bad("Get-DifyApp", "RegistryDamaged");
        stage.Bad("Register-DifyApp dog $dogKey -Server $server", "RegistryDamaged");
        Assert.Equal(twice, File.ReadAllText(stage.RegistryFile));
    }

    [Fact]
    public async Task An_entry_that_says_a_thing_twice_is_kept_with_both()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        const string Entry =
            "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"server\": \"https://y/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\" }";
        var text = File.ReadAllText(stage.RegistryFile);
        File.WriteAllText(stage.RegistryFile, text.Insert(text.IndexOf('[') + 1, Entry + ","));
        Assert.Contains("Entry 1 ('dog')", stage.Bad("Get-DifyApp dog", "RegistryDamaged").Exception.Message);
        stage.Good("Set-DifyApp cat -User bob");
        var after = File.ReadAllText(stage.RegistryFile);
        Assert.Contains("https://x/v1/", after);
        Assert.Contains("https://y/v1/", after);
    }

    [Theory]
    [InlineData("-1", "RegistryDamaged")]
    [InlineData("0", "RegistryDamaged")]
    [InlineData("-2147483648", "RegistryDamaged")]
    [InlineData("99999999999", "RegistryDamaged")]
    [InlineData("null", "RegistryDamaged")]
    [InlineData("\"1\"", "RegistryDamaged")]
    [InlineData("1.5", "RegistryDamaged")]
    [InlineData("2", "RegistryTooNew")]
    public async Task A_format_that_is_not_known_is_told_and_the_file_is_left_alone(string version, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        var text = File.ReadAllText(stage.RegistryFile).Replace("\"version\": 1", "\"version\": " + version);
        File.WriteAllText(stage.RegistryFile, text);
        foreach (
            var command in new[]
            {
                "Get-DifyApp",
                "Invoke-DifyChat cat hi",
                "Set-DifyApp cat -User bob",
                "Register-DifyApp dog $dogKey -Server $server",
            }
        )
        {
            Assert.Contains(stage.RegistryFile, stage.Bad(command, errorId).Exception.Message);
        }
        Assert.Equal(text, File.ReadAllText(stage.RegistryFile));
        Assert.Null(stage.GetSecret("DifyPS-dog"));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("\"dog\"", null)]
    [InlineData("{ \"server\": \"https://dify.example.com/v1/\" }", null)]
    [InlineData("{ \"name\": \"\" }", null)]
    [InlineData("{ \"name\": \"d*g\" }", null)]
    [InlineData("{ \"name\": \"dog\" }", "dog")]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": null, \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"not an address\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"ftp://x/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": 7, \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"\", \"keyFingerprint\": \"f\", \"user\": \"u\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\", \"inputs\": [null] }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\", \"inputs\": [{}] }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\", \"verified\": \"soon\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"u\", \"skipCertificateCheck\": \"yes\" }",
        "dog"
    )]
    [InlineData(
        "{ \"name\": \"dog\", \"server\": \"https://x/v1/\", \"vault\": \"v\", \"secret\": \"s\", \"keyFingerprint\": \"f\", \"user\": \"\\ud800\" }",
        "dog"
    )]
    public async Task It_is_told_with_its_path_and_place_and_kept(string entry, string? name)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Bird");
        var text = File.ReadAllText(stage.RegistryFile);
        File.WriteAllText(stage.RegistryFile, text.Insert(text.IndexOf('[') + 1, entry + ","));

        foreach (var command in new[] { "Get-DifyApp", "Test-DifyApp", "Measure-DifyUsage *" })
        {
            var result = stage.Run(command);
            var error = Assert.Single(result.Errors);
            Assert.StartsWith("RegistryDamaged", error.FullyQualifiedErrorId);
            Assert.Contains(stage.RegistryFile, error.Exception.Message);
            Assert.Contains(name is null ? "Entry 1 " : "Entry 1 ('dog')", error.Exception.Message);
            Assert.NotNull(error.ErrorDetails.RecommendedAction);
        }

        Assert.Equal(2, stage.Run("Get-DifyApp").Output.Count);
        Assert.Equal(false, stage.Run("Test-DifyApp -Quiet").Output.Single().BaseObject);
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Contains("cat", stage.Texts("Invoke-DifyChat "));
        if (name is not null)
        {
            stage.AddApp("Dog");
            foreach (
                var command in new[]
                {
                    "Invoke-DifyChat dog hi",
                    "Get-DifyApp dog",
                    "Unregister-DifyApp dog",
                    "Set-DifyApp dog -User bob",
                    "Set-DifyApp cat -NewName DOG",
                    "Register-DifyApp dog $dogKey -Server $server",
                    "Register-DifyApp dog $dogKey -Server $server -Force",
                }
            )
            {
                stage.Bad(command, "RegistryDamaged");
            }

            Assert.Null(stage.GetSecret("DifyPS-dog"));
        }

        // Whoever writes keeps it as it was.
        stage.Good("Set-DifyApp cat -User bob; Unregister-DifyApp bird");
        var apps = JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!["apps"]!.AsArray();
        Assert.Equal(2, apps.Count);
        Assert.True(entry.Contains("ud800") || apps.Any(app => JsonNode.DeepEquals(app, JsonNode.Parse(entry))));
        stage.Run("Unregister-DifyApp *");
        Assert.Single(JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!["apps"]!.AsArray());
    }

    [Fact]
    public async Task Two_entries_of_one_name_are_refused_and_the_others_go_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        stage.Copy("dog", "DOG");
        stage.Good("Invoke-DifyChat cat hi; Set-DifyApp cat -User bob");
        stage.Bad("Invoke-DifyChat dog hi", "RegistryDamaged");
        Assert.Equal(2, stage.Run("Get-DifyApp").Errors.Count);
        Assert.Equal(3, JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!["apps"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("-User carol")]
    [InlineData("-NewName tom")]
    [InlineData("-Refresh")]
    public async Task A_change_that_meets_another_changes_nothing(string change)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var (before, key) = (stage.Binding("cat")!, stage.GetSecret("DifyPS-cat"));
        // Somebody else is through while this one reads the key.
        var vaults = new FakeVaults(stage.Vault, "DifyPS-cat", key!)
        {
            OnRead = () => stage.EditEntry("cat", entry => entry["user"] = "bob"),
        };
        var registry = AppRegistry.At(stage.RegistryFile);
        var pipelineVaults = new PipelineVaults(vaults, new InlinePipeline(), registry);
        var editor = new AppEditor(registry, pipelineVaults, new AppConnector(registry, pipelineVaults, null, _ => { }));
        var error = await Assert.ThrowsAsync<DifyCommandException>(() =>
            editor.ChangeAsync(
                "cat",
                new RegistryChange
                {
                    User = change == "-User carol" ? "carol" : null,
                    NewName = change == "-NewName tom" ? "tom" : null,
                    Refresh = change == "-Refresh",
                },
                (_, _) => Task.FromResult(true),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal("AppChangedMeanwhile", error.ErrorId);
        Assert.Equal("bob", stage.Binding("cat")!.User);
        Assert.Equal(before.Seal, stage.Binding("cat")!.Seal);
        Assert.Equal([$"{stage.Vault}/DifyPS-cat"], vaults.Secrets.Keys);
    }
}
