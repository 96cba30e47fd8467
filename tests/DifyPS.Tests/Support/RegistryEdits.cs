using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using DifyPS.Bindings.Identity;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>The registry as somebody with an editor changes it.</summary>
internal static class RegistryEdits
{
    public static void EditRegistry(this Stage stage, Action<JsonArray> edit)
    {
        var document = JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!;
        edit(document["apps"]!.AsArray());
        File.WriteAllText(stage.RegistryFile, document.ToJsonString());
    }

    public static void EditEntry(this Stage stage, string name, Action<JsonObject> edit) =>
        stage.EditRegistry(apps => edit(apps.Named(name)));

    public static JsonObject Named(this JsonArray apps, string name) =>
        apps.Select(app => app!.AsObject()).Single(app => (string?)app["name"] == name);

    /// <summary>Puts the values of some fields of two entries in each other's place.</summary>
    public static void Swap(this Stage stage, string one, string other, params string[] fields) => stage.EditRegistry(apps =>
    {
        foreach (var field in fields)
        {
            var (a, b) = (apps.Named(one)[field]?.DeepClone(), apps.Named(other)[field]?.DeepClone());
            apps.Named(one)[field] = b;
            apps.Named(other)[field] = a;
        }
    });

    /// <summary>Adds an entry again, under another name.</summary>
    public static void Copy(this Stage stage, string name, string copy, Action<JsonObject>? edit = null) => stage.EditRegistry(apps =>
    {
        var entry = apps.Named(name).DeepClone().AsObject();
        entry["name"] = copy;
        edit?.Invoke(entry);
        apps.Add(entry);
    });

    /// <summary>As a process that begins anew.</summary>
    public static void StartAfresh(this Stage stage)
    {
        KeyCache.Clear();
        stage.ForgetRequests();
    }

    public static DifyAppStatus Test(this Stage stage, string name) =>
        (DifyAppStatus)stage.Good($"Test-DifyApp '{name}'").Output.Single().BaseObject;

    /// <summary>
    /// Whatever is tried with the app is refused, nothing is sent, and neither registry nor vault is another than before.
    /// </summary>
    public static void AssertRefused(this Stage stage, string name, string errorId = "BindingChanged")
    {
        var registry = File.ReadAllText(stage.RegistryFile);
        var secrets = Secrets(stage);
        stage.ForgetRequests();
        foreach (
            var command in new[]
            {
                $"Get-DifyAppInfo '{name}'",
                $"Invoke-DifyChat '{name}' hi",
                $"'hi', 'ho' | Invoke-DifyChat '{name}' -ThrottleLimit 2",
                $"Invoke-DifyRestMethod '{name}' conversations -Query @{{ user = 'alice' }}",
                $"Set-DifyApp '{name}' -User mallory",
                $"Set-DifyApp '{name}' -NewName other",
                $"Set-DifyApp '{name}' -Server $server",
                $"Set-DifyApp '{name}' -ApiKey $freshKey -NoVerify",
            }
        )
        {
            var error = stage.Bad(command, errorId);
            Assert.Contains($"'{name}'", error.Exception.Message);
            Assert.NotNull(error.ErrorDetails.RecommendedAction);
        }

        Assert.Equal(AppHealth.BindingChanged, stage.Test(name).Status);
        Assert.Empty(stage.Requests);
        Assert.Equal(registry, File.ReadAllText(stage.RegistryFile));
        Assert.Equal(secrets, Secrets(stage));
    }

    private static string Secrets(Stage stage) =>
        string.Join(
            ",",
            stage
                .Good(
                    "Get-SecretInfo -Vault $vault | ForEach-Object { \"$($_.Name) $(Get-Secret $_.Name -Vault $vault -AsPlainText) $($_.Metadata['name'])\" }"
                )
                .Output.Select(secret => secret.ToString())
                .Order()
        );
}
