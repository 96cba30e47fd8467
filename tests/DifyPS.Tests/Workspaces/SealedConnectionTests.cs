using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>An entry that somebody edited sends nothing anywhere.</summary>
public sealed class SealedConnectionTests
{
    private static readonly ApiKey Key = ApiKey.FromString("a-key-for-seals");

    private static readonly WorkspaceConnection Sample = new()
    {
        Name = "work",
        Server = "https://dify.example.com/console/api/",
        Way = WaysIn.AdminKey,
        Vault = "v",
        Secret = "s",
        WorkspaceId = "1",
    };

    // What the connection is now, as opposed to where it leads.
    private static readonly string[] Unsealed =
    [
        nameof(WorkspaceConnection.Fingerprint),
        nameof(WorkspaceConnection.Seal),
        nameof(WorkspaceConnection.WorkspaceName),
        nameof(WorkspaceConnection.Role),
        nameof(WorkspaceConnection.ServerVersion),
        nameof(WorkspaceConnection.Registered),
        nameof(WorkspaceConnection.Verified),
        nameof(WorkspaceConnection.Expires),
        nameof(WorkspaceConnection.Refused),
        nameof(WorkspaceConnection.RefusedFor),
        nameof(WorkspaceConnection.RefusedAt),
        nameof(WorkspaceConnection.Unknown),
    ];

    private static readonly Dictionary<string, Func<WorkspaceConnection, WorkspaceConnection>> Edits = new()
    {
        [nameof(WorkspaceConnection.Name)] = one => one with { Name = "WORK" },
        [nameof(WorkspaceConnection.Server)] = one => one with { Server = "https://elsewhere.example.com/console/api/" },
        [nameof(WorkspaceConnection.Way)] = one => one with { Way = WaysIn.DeviceCode },
        [nameof(WorkspaceConnection.Vault)] = one => one with { Vault = "V" },
        [nameof(WorkspaceConnection.Secret)] = one => one with { Secret = "S" },
        [nameof(WorkspaceConnection.OwnsSecret)] = one => one with { OwnsSecret = true },
        [nameof(WorkspaceConnection.WorkspaceId)] = one => one with { WorkspaceId = "2" },
        [nameof(WorkspaceConnection.Account)] = one => one with { Account = "" },
        [nameof(WorkspaceConnection.AllowUnencryptedAuthentication)] = one => one with { AllowUnencryptedAuthentication = true },
        [nameof(WorkspaceConnection.SkipCertificateCheck)] = one => one with { SkipCertificateCheck = true },
    };

    public static TheoryData<string, string> Lies =>
        new()
        {
            { "server", "https://elsewhere.example.com/console/api/" },
            { "skipCertificateCheck", "true" },
            { "workspaceId", "11111111-1111-1111-1111-111111111111" },
            { "name", "other" },
            { "account", "eve@example.com" },
            { "seal", "" },
            { "fingerprint", "0123456789abcdef" },
        };

    [Fact]
    public void Every_property_is_sealed_or_known_not_to_be()
    {
        Assert.Equal(
            typeof(WorkspaceConnection).GetProperties().Where(one => one.CanWrite).Select(one => one.Name).Order(),
            Edits.Keys.Concat(Unsealed).Order()
        );
        var connection = Sample.SealedBy(Key);
        Assert.True(WorkspaceSeal.Holds(connection, Key));
        Assert.All(Edits.Values, edit => Assert.False(WorkspaceSeal.Holds(edit(connection), Key)));
        Assert.Equal(Edits.Count, Edits.Values.Select(edit => edit(connection).SealedBy(Key).Seal).Distinct().Count());
        Assert.True(WorkspaceSeal.Holds(connection with { Role = "editor", Verified = DateTimeOffset.MaxValue }, Key));
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_edited_entry_of_a_remembered_sign_in_is_refused(string field, string value) =>
        await LieAsync("-Credential $credential -Remember", field, value);

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_edited_entry_of_a_session_is_refused(string field, string value)
    {
        // There is no secret in it that could be sealed, so that there is nothing to take away.
        if (field is not ("seal" or "fingerprint"))
            await LieAsync("-Credential $credential", field, value, isAnotherProcess: false);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_edited_entry_of_an_admin_key_is_refused(string field, string value)
    {
        // It has no account; what stands beside it speaks for an entry with another fingerprint, as after a rotation.
        if (field is not ("account" or "fingerprint"))
            await LieAsync("-AdminKey $adminKey", field, value);
    }

    [Fact]
    public async Task What_is_kept_for_another_connection_is_refused()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.PutSecret(ConsoleStage.Secret, "{\"seal\":\"another\"}");
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.ConnectionChanged, stage.Test().Status);
        Assert.Empty(stage.Requests);
        stage.Bad("Disconnect-DifyWorkspace work", "WorkspaceConnectionChanged");
        stage.Good("Disconnect-DifyWorkspace work -KeepSecret");
        Assert.NotNull(stage.GetSecret(ConsoleStage.Secret));
        Assert.Empty(stage.Good("Get-DifyWorkspace").Output);
    }

    [Fact]
    public async Task A_new_password_goes_to_no_server_that_only_an_entry_names()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect("");
        stage.BecomeAnotherProcess();
        stage.Bad("Connect-DifyWorkspace work -Credential $credential", "WorkspaceServerRequired");
        Assert.Empty(stage.Requests);
        stage.Connect();
        stage.BecomeAnotherProcess();
        stage.Good("Connect-DifyWorkspace work -Credential $credential -Remember");
    }

    [Fact]
    public async Task Killed_between_the_secret_and_the_registry_the_entry_of_before_goes_with_the_new_sign_in()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var before = File.ReadAllText(stage.RegistryFile);
        stage.Ann().Password = Canary.NewKey("");
        stage.SetCredential("credential", stage.Ann().Password!);
        stage.Connect();
        File.WriteAllText(stage.RegistryFile, before);
        stage.Console().EndSessions();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_secret_that_was_written_and_never_bound_is_found_in_place()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey");
        File.Delete(stage.RegistryFile);
        stage.BecomeAnotherProcess();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey");
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_new_way_in_at_the_same_name_takes_the_old_secret_away_where_it_lived_elsewhere()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Good("Set-Secret team-admin -SecureStringSecret $adminKey -Vault $vault");
        stage.Good("Connect-DifyWorkspace work -Server $server -SecretName team-admin");
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_provided_secret_that_changed_is_used_where_this_process_vouches_for_the_entry()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Set-Secret team-ann $credential -Vault $vault");
        stage.Good("Connect-DifyWorkspace work -Server $server -SecretName team-ann");
        stage.Ann().Password = Canary.NewKey("");
        stage.SetCredential("newer", stage.Ann().Password!);
        stage.Good("Set-Secret team-ann $newer -Vault $vault");
        stage.Console().EndSessions();
        Assert.True(stage.Test().Healthy);

        stage.BecomeAnotherProcess();
        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.ConnectionChanged, status.Status);
        Assert.Contains("Connect-DifyWorkspace work", status.RecommendedAction);
        Assert.Empty(stage.Requests);
        stage.Good("Connect-DifyWorkspace work -Server $server -SecretName team-ann");
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_secret_of_somebody_elses_is_not_written_over()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.PutSecret(ConsoleStage.Secret, "something else");
        stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $credential -Remember", "SecretAlreadyExists");
        Assert.Equal("something else", stage.GetSecret(ConsoleStage.Secret));
        Assert.Null(stage.Connection());
    }

    [Fact]
    public async Task An_app_of_that_name_has_another_secret()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var kept = stage.GetSecret(ConsoleStage.Secret);
        var (_, key) = stage.AddApp("Cat");
        stage.SetKey("catKey", key);
        stage.Good("Register-DifyApp workspace-work $catKey -Server $server -Force");
        Assert.Equal(kept, stage.GetSecret(ConsoleStage.Secret));
        stage.Good("Unregister-DifyApp workspace-work");
        Assert.True(stage.Test().Healthy);
    }

    [Fact]
    public async Task A_damaged_connection_stops_neither_apps_nor_others()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Register("Cat");
        var document = JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!;
        document["workspaces"]!.AsArray().Add(new JsonObject { ["name"] = "broken", ["server"] = 7 });
        document["later"] = "kept";
        File.WriteAllText(stage.RegistryFile, document.ToJsonString());
        stage.Good("Set-DifyApp cat -User bob");
        Assert.True(stage.Test().Healthy);
        Assert.Single(stage.Run("Get-DifyWorkspace").Errors);
        stage.Bad("Connect-DifyWorkspace broken -Server $server -AdminKey $adminKey", "RegistryDamaged");
        var after = JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!;
        Assert.Equal(7, (int?)after["workspaces"]!.AsArray().Last()!["server"]);
        Assert.Equal("kept", (string?)after["later"]);
    }

    [Fact]
    public async Task Nothing_of_it_is_in_the_registry_but_what_people_may_see()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var text = File.ReadAllText(stage.RegistryFile);
        Assert.Contains(ConsoleStage.Email, text);
        Assert.DoesNotContain(stage.Ann().Password!, text);
        Assert.All(stage.Console().IssuedTokens, token => Assert.DoesNotContain(token, text));
        Assert.NotEmpty(stage.Console().IssuedTokens);
    }

    private static async Task LieAsync(string way, string field, string value, bool isAnotherProcess = true)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Connect-DifyWorkspace work -Server $server " + way);
        stage.EditConnection(entry => entry[field] = value is "true" ? JsonValue.Create(true) : JsonValue.Create(value));
        if (isAnotherProcess)
            stage.BecomeAnotherProcess();
        stage.ForgetRequests();
        var status = (DifyWorkspaceStatus)stage.Good("Test-DifyWorkspace").Output.Single().BaseObject;
        Assert.False(status.Healthy);
        Assert.Contains(status.Status, new[] { WorkspaceHealth.ConnectionChanged, WorkspaceHealth.NotSignedIn });
        Assert.NotNull(status.RecommendedAction);
        Assert.Empty(stage.Requests);
    }
}
