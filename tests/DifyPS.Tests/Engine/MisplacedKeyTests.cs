using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline.Arguments;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A key where something else is wanted is refused, and is nowhere in the error.</summary>
public sealed class MisplacedKeyTests
{
    [Theory]
    [InlineData("Register-DifyApp $key cat -Server $server", "InvalidAppName")]
    [InlineData("Register-DifyApp \"{$key}\" cat -Server $server", "InvalidAppName")]
    [InlineData("Register-DifyApp \"Bearer $key\" $dogKey -Server $server", "InvalidAppName")]
    [InlineData("Register-DifyApp -FromVault $vault -Name $key", "InvalidAppName")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -SecretName $key", "InvalidArgument")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -SecretName \"DifyPS-$key\"", "InvalidArgument")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -Vault $key", "InvalidArgument")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -User $key", "InvalidArgument")]
    [InlineData("Register-DifyApp dog $dogKey -Server $key", "InvalidArgument")]
    [InlineData("Register-DifyApp -FromVault $key", "InvalidArgument")]
    [InlineData("Set-DifyApp $key -User bob", "InvalidAppName")]
    [InlineData("Set-DifyApp cat -NewName $key", "InvalidAppName")]
    [InlineData("Set-DifyApp cat -Vault $key", "InvalidArgument")]
    [InlineData("Set-DifyApp cat -User $key", "InvalidArgument")]
    [InlineData("Set-DifyApp cat -Server $key", "InvalidArgument")]
    [InlineData("Get-DifyApp $key", "InvalidAppName")]
    [InlineData("Get-DifyApp \"$key*\"", "InvalidAppName")]
    [InlineData("Get-DifyApp -Server $key", "InvalidArgument")]
    [InlineData("Test-DifyApp $key", "InvalidAppName")]
    [InlineData("Unregister-DifyApp $key -KeepSecret", "InvalidAppName")]
    [InlineData("Measure-DifyUsage $key", "InvalidAppName")]
    [InlineData("$key | Get-DifyApp", "InvalidAppName")]
    [InlineData("$key | Register-DifyApp", "InvalidAppName")]
    [InlineData("Invoke-DifyChat $key hi", "InvalidAppName")]
    [InlineData("Enter-DifyChat $key", "InvalidAppName")]
    [InlineData("Invoke-DifyRestMethod $key info", "InvalidAppName")]
    [InlineData("Get-DifyMessage $key some-conversation", "InvalidAppName")]
    [InlineData("Invoke-DifyChat cat hi -User $key", "InvalidArgument")]
    [InlineData("Get-DifyConversation cat -User $key", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat $key", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat \"messages/$key/feedbacks\"", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat \"messages?user=$key\"", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat messages -Query @{ user = $key }", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat messages -Query @{ user = 'a', $key }", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat messages -Query @{ $key = 1 }", "InvalidArgument")]
    [InlineData("Get-DifyMessage cat $key", "InvalidArgument")]
    [InlineData("Get-DifyAnnotation cat -Keyword $key", "InvalidArgument")]
    [InlineData("Rename-DifyConversation cat some-conversation $key", "InvalidArgument")]
    [InlineData("Enable-DifyAnnotationReply cat openai $key", "InvalidArgument")]
    [InlineData("Measure-DifyUsage cat -User a, $key", "InvalidArgument")]
    [InlineData("Invoke-DifyChat cat hi -WorkflowId $key", "InvalidArgument")]
    public async Task A_key_for_a_name_is_refused_and_not_repeated(string command, string errorId)
    {
        foreach (var prefix in new[] { "app-", "dataset-", "sk-" })
        {
            await using var stage = await SetAsync(prefix);
            var error = stage.Bad(command, errorId);
            Assert.Empty(KeysIn(error));
            Assert.Contains("API key", error.Exception.Message);
            Assert.Empty(stage.Requests);
            Assert.Equal("cat", stage.Good("Get-DifyApp").Output.Single().ToString());
        }
    }

    [Theory]
    [InlineData("$row | Register-DifyApp -Server $server", "InvalidAppName")]
    [InlineData("$row | Set-DifyApp -User bob", "InvalidAppName")]
    [InlineData("$row | Get-DifyApp", "InvalidAppName")]
    [InlineData("$row | Test-DifyApp -Quiet | Out-Null", "InvalidAppName")]
    [InlineData("$row | Unregister-DifyApp", "InvalidAppName")]
    [InlineData("$row | Measure-DifyUsage", "InvalidAppName")]
    [InlineData("Invoke-DifyChat $row hi", "InvalidAppName")]
    [InlineData("Register-DifyApp $row $dogKey", "InvalidAppName")]
    [InlineData("Set-DifyApp $row -User bob", "InvalidAppName")]
    [InlineData("Set-DifyApp cat -NewName $row", "InvalidAppName")]
    [InlineData("Register-DifyApp dog $row -Server $server", "InvalidApiKey")]
    [InlineData("Set-DifyApp cat -ApiKey $row", "InvalidApiKey")]
    [InlineData("Register-DifyApp dog $dogKey -Server $row", "InvalidArgument")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -SecretName $row", "InvalidArgument")]
    [InlineData("Register-DifyApp -FromVault $row", "InvalidArgument")]
    public async Task A_row_or_a_table_with_a_key_in_it_is_in_no_error(string command, string errorId)
    {
        await using var stage = await SetAsync();
        foreach (
            var row in new[]
            {
                "[pscustomobject] @{ Nmae = 'dog'; ApiKey = $key }",
                "@{ Name = 'dog'; ApiKey = $key }",
                "[pscustomobject] @{ Name = ''; ApiKey = $key }",
                "[pscustomobject] @{ Name = $null; ApiKey = $key }",
                "[pscustomobject] @{ Name = @{ a = $key }; ApiKey = $key }",
                "[pscustomobject] @{ Name = @(1, 2); ApiKey = $key }",
            }
        )
        {
            var error = stage.Bad($"$row = {row}; {command}", errorId);
            Assert.Empty(KeysIn(error));
            Assert.Empty(stage.Requests);
        }
    }

    [Theory]
    [InlineData("Server = @(1, 2)", "InvalidArgument")]
    [InlineData("Server = 'ftp://x'", "InvalidServer")]
    [InlineData("Server = $key", "InvalidArgument")]
    [InlineData("Vault = 'nowhere'", "VaultNotFound")]
    [InlineData("SecretName = @{ a = 1 }", "InvalidArgument")]
    [InlineData("User = $key", "InvalidArgument")]
    [InlineData("Name = 'a*'", "InvalidAppName")]
    [InlineData("ApiKey = @{ a = $key }", "InvalidApiKey")]
    [InlineData("ApiKey = \"$key $key\"", "InvalidApiKey")]
    public async Task Whatever_is_wrong_with_a_row_its_error_has_no_key(string cell, string errorId)
    {
        await using var stage = await SetAsync();
        var error = stage.Bad($$"""
            $cells = [ordered] @{ Name = 'dog'; ApiKey = $key; Server = $server }
            foreach ($one in @{ {{cell}} }.GetEnumerator()) { $cells[$one.Key] = $one.Value }
            [pscustomobject] $cells | Register-DifyApp
            """, errorId);
        Assert.Empty(KeysIn(error));
        Assert.Empty(stage.Requests);
        Assert.Equal("cat", stage.Good("Get-DifyApp").Output.Single().ToString());
    }

    [Fact]
    public async Task An_item_that_holds_a_key_is_no_target_and_any_other_is()
    {
        await using var stage = await SetAsync();
        stage.Register("Wf", "workflow", app => app.AddInput("text-input", "city", required: true));
        Assert.Empty(
            KeysIn(stage.Bad("[pscustomobject] @{ town = 'Bonn'; nested = @{ list = @($key) } } | Invoke-DifyWorkflow wf", "InvalidInputs"))
        );
        Assert.Contains(
            "Bonn",
            stage.Bad("[pscustomobject] @{ town = 'Bonn' } | Invoke-DifyWorkflow wf", "InvalidInputs").TargetObject.ToString()
        );
    }

    [Fact]
    public async Task A_vault_that_names_its_secrets_after_keys_is_told_without_them()
    {
        await using var stage = await SetAsync();
        stage.Good(
            "Set-Secret -Name odd -SecureStringSecret $dogKey -Vault $vault -Metadata @{ DifyPS = '1'; name = $key; server = $server }"
        );
        Assert.Empty(
            KeysIn(
                stage.Bad(
                    "Register-DifyApp -FromVault $vault -Name * -Force | Out-Null; Register-DifyApp -FromVault $vault -Name app* -Force",
                    "InvalidAppName"
                )
            )
        );
    }

    [Theory]
    [InlineData("app-store")]
    [InlineData("app-2024")]
    [InlineData("sk-team")]
    [InlineData("my-app-internationalization")]
    [InlineData("dataset-2024-07-01-and-more")]
    [InlineData("appendix1234567890123456")]
    [InlineData("task-0123456789abcdef01")]
    public async Task Names_that_only_begin_like_keys_are_good(string name)
    {
        await using var stage = await SetAsync();
        stage.Good($"Register-DifyApp {name} $dogKey -Server $server -User {name}; Invoke-DifyChat {name} hi");
    }

    [Theory]
    [InlineData("app-0123456789abcdef", true)]
    [InlineData("app-0123456789abcde", false)]
    [InlineData("APP-0123456789abcdef", true)]
    [InlineData("'app-0123456789abcdef'", true)]
    [InlineData("--app-0123456789abcdef", true)]
    [InlineData("x=sk-0123456789abcdef", true)]
    [InlineData("DifyPS-app-0123456789abcdef0123", true)]
    [InlineData("", false)]
    public void A_key_is_known_by_its_prefix_and_what_is_behind_it(string text, bool isKey) => Assert.Equal(isKey, KeyPattern.IsIn(text));

    [Fact]
    public void A_path_is_told_whatever_its_folder_is_called()
    {
        Assert.Equal("'/tmp/app-0123456789abcdef/apps.json' is gone", KeyPattern.Hide("'/tmp/app-0123456789abcdef/apps.json' is gone"));
        Assert.Equal("'***' is gone", KeyPattern.Hide("'app-0123456789abcdef' is gone"));
    }

    [Fact]
    public void Every_parameter_for_a_name_refuses_keys()
    {
        var parameters = ModuleCmdlets.Parameters.ToList();
        Assert.All(parameters.Where(one => one.Name is "App" or "NewName" or "Name" or "Workspace"), one =>
            Assert.True(
                one.IsDefined(typeof(AppNameArgumentAttribute))
                    || one.IsDefined(typeof(WorkspaceNameArgumentAttribute))
                    || one.IsDefined(typeof(RemoteNameArgumentAttribute)),
                one.Name
            )
        );
        Assert.All(
            parameters.Where(one =>
                one.Name is "Vault" or "FromVault" or "SecretName" or "Server" || (one.Name == "User" && one.PropertyType == typeof(string))
            ),
            one => Assert.NotNull(one.GetCustomAttribute<TextArgumentAttribute>())
        );
        // Whatever completes as a name is one.
        Assert.All(
            parameters.Where(one =>
                one.GetCustomAttribute<ArgumentCompleterAttribute>()?.Type is { } type && typeof(AppNameCompleter).IsAssignableFrom(type)
            ),
            one => Assert.NotNull(one.GetCustomAttribute<AppNameArgumentAttribute>())
        );
    }

    /// <summary>Keys as text anywhere in an error: in what it says, what it is about, and what it hangs on.</summary>
    internal static IEnumerable<string> KeysIn(ErrorRecord error) => Texts(error).Where(text => Canary.IsIn(text)).ToList();

    private static IEnumerable<string> Texts(ErrorRecord error)
    {
        yield return error.ToString();
        yield return error.FullyQualifiedErrorId;
        yield return error.CategoryInfo.ToString();
        yield return error.ErrorDetails?.Message ?? string.Empty;
        yield return error.ErrorDetails?.RecommendedAction ?? string.Empty;
        foreach (
            var value in new[]
            {
                error.TargetObject,
                error.InvocationInfo?.BoundParameters,
                error.InvocationInfo?.UnboundArguments,
                error.Exception.Data,
            }
        )
        {
            foreach (var text in Deep(value, 5))
                yield return text;
        }

        for (var exception = error.Exception; exception is not null; exception = exception.InnerException)
            yield return exception + "\n" + (exception as DifyCommandException)?.App;
    }

    private static IEnumerable<string> Deep(object? value, int depth)
    {
        if (value is null || depth == 0)
            return [];
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        var inner = plain switch
        {
            string => [],
            IDictionary table => table.Values.Cast<object?>(),
            IEnumerable items => items.Cast<object?>(),
            _ => PSObject
                .AsPSObject(value)
                .Properties.Where(one => one.MemberType is PSMemberTypes.NoteProperty or PSMemberTypes.Property)
                .Select(Value),
        };
        return inner.SelectMany(one => Deep(one, depth - 1)).Prepend(value.ToString() ?? string.Empty);
    }

    private static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static async Task<Stage> SetAsync(string prefix = "app-")
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        stage.Shell.SetVariable("key", Canary.NewKey(prefix));
        stage.ForgetRequests();
        return stage;
    }
}
