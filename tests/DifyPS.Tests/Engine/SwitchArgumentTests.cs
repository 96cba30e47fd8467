using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A switch is on only where somebody said so.</summary>
public sealed class SwitchArgumentTests
{
    private static readonly string[] No =
    [
        "$null",
        "[DBNull]::Value",
        "''",
        "' '",
        "'False'",
        "'FALSE'",
        "'false'",
        "'0'",
        "0",
        "0.0",
        "[decimal] 0",
        "$false",
        "[switch] $false",
    ];

    private static readonly string[] Yes = ["'True'", "'true'", "' TRUE '", "'1'", "1", "[long] 1", "1.0", "$true", "[switch] $true"];

    private static readonly string[] Unclear =
    [
        "'yes'",
        "'no'",
        "'on'",
        "'$true'",
        "'2'",
        "2",
        "-1",
        "@(1)",
        "@{}",
        "{ $true }",
        "[datetime] 0",
        "[char] '1'",
    ];

    /// <summary>Each switch that a row may set, with a command that shows it.</summary>
    public static TheoryData<string> OfRows => [.. Switches().Where(IsOfRow).Select(one => one.Name)];

    [Fact]
    public void No_switch_is_bound_from_a_property_by_PowerShell_which_takes_nothing_for_yes()
    {
        Assert.DoesNotContain(Switches(), one =>
            one.GetCustomAttributes<ParameterAttribute>().Any(each => each.ValueFromPipelineByPropertyName || each.ValueFromPipeline)
        );
        Assert.Equal(["AllowUnencryptedAuthentication", "SkipCertificateCheck"], Switches().Where(IsOfRow).Select(one => one.Name).Order());
        Assert.All(Switches().Where(IsOfRow), one =>
            Assert.NotNull(one.DeclaringType!.GetProperties().SingleOrDefault(each => each.PropertyType == typeof(PipelineRow)))
        );
    }

    [Theory]
    [MemberData(nameof(OfRows))]
    public async Task Null_empty_and_false_of_a_row_mean_no_and_true_means_yes(string property)
    {
        await using var stage = await Stage.SetAsync();
        var (_, key) = stage.AddApp("Cat");
        stage.Shell.SetVariable("key", key);
        foreach (var (value, expected) in No.Select(one => (one, false)).Concat(Yes.Select(one => (one, true))))
        {
            stage.Good(
                $"[pscustomobject] @{{ Name = 'cat'; ApiKey = $key; Server = $server; {property} = {value} }} | Register-DifyApp -Force"
            );
            Assert.True(expected == IsOn(stage.Binding("cat")!, property), value);
        }

        stage.Good("[pscustomobject] @{ Name = 'cat'; ApiKey = $key; Server = $server } | Register-DifyApp -Force");
        Assert.False(IsOn(stage.Binding("cat")!, property));
    }

    [Theory]
    [MemberData(nameof(OfRows))]
    public async Task What_says_neither_is_an_error_of_its_row_and_nothing_is_sent(string property)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("key", stage.AddApp("Cat").Key);
        stage.Shell.SetVariable("other", stage.AddApp("Dog").Key);
        foreach (var value in Unclear)
        {
            stage.ForgetRequests();
            var error = stage.Bad(
                $"[pscustomobject] @{{ Name = 'cat'; ApiKey = $key; Server = $server; {property} = {value} }} | Register-DifyApp -PassThru",
                "InvalidSwitch"
            );
            Assert.Contains(property, error.Exception.Message);
            Assert.Equal("cat", error.TargetObject);
            Assert.Empty(MisplacedKeyTests.KeysIn(error));
            Assert.Empty(stage.Requests);
            Assert.Null(stage.Binding("cat"));
        }

        // The rows behind it go on, and a key in the wrong column is not repeated.
        var result = stage.Run($$"""
            [pscustomobject] @{ Name = 'cat'; ApiKey = $key; Server = $server; {{property}} = $key }, [pscustomobject] @{ Name = 'dog'; ApiKey = $other; Server = $server; {{property}} = $null } |
                Register-DifyApp -PassThru
            """);
        Assert.Equal("InvalidSwitch", result.ErrorId);
        Assert.Empty(MisplacedKeyTests.KeysIn(result.Errors[0]));
        Assert.Equal("dog", result.Output.Single().ToString());
    }

    [Theory]
    [InlineData("", false, true)]
    [InlineData("-SkipCertificateCheck", true, true)]
    [InlineData("-SkipCertificateCheck:$true", true, true)]
    [InlineData("-SkipCertificateCheck:$false", false, false)]
    [InlineData("-SkipCertificateCheck:$null", false, false)]
    [InlineData("-SkipCertificateCheck:$neverSet", false, false)]
    [InlineData("-SkipCertificateCheck:''", false, false)]
    [InlineData("-SkipCertificateCheck:'false'", false, false)]
    [InlineData("-SkipCertificateCheck:'True'", true, true)]
    [InlineData("-SkipCertificateCheck:0", false, false)]
    [InlineData("-SkipCertificateCheck:1", true, true)]
    public async Task What_the_command_says_goes_before_what_the_row_says(string given, bool alone, bool withRow)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("key", stage.AddApp("Cat").Key);
        stage.Good("Register-DifyApp cat $catKey -Server $server " + given);
        Assert.Equal(alone, stage.Binding("cat")!.SkipCertificateCheck);
        stage.Good(
            "[pscustomobject] @{ Name = 'cat'; ApiKey = $key; Server = $server; SkipCertificateCheck = 'true' } | Register-DifyApp -Force "
                + given
        );
        Assert.Equal(withRow, stage.Binding("cat")!.SkipCertificateCheck);
    }

    [Theory]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -SkipCertificateCheck:$value")]
    [InlineData("Register-DifyApp dog $dogKey -Server $server -NoVerify:$value")]
    [InlineData("Register-DifyApp cat $dogKey -Server $server -Force:$value")]
    [InlineData("Set-DifyApp cat -SkipCertificateCheck:$value")]
    [InlineData("Set-DifyApp cat -ApiKey $dogKey -Force:$value")]
    public async Task A_switch_that_says_neither_ends_the_command_before_anything_is_sent(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        stage.ForgetRequests();
        foreach (var value in Unclear)
            Assert.StartsWith("ParameterArgumentTransformationError", stage.Run($"$value = {value}; {command}").ErrorId);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_switch_of_Set_that_is_given_nothing_is_off()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Set-DifyApp cat -SkipCertificateCheck");
        Assert.True(stage.Binding("cat")!.SkipCertificateCheck);
        stage.Good("Set-DifyApp cat -SkipCertificateCheck:$null");
        Assert.False(stage.Binding("cat")!.SkipCertificateCheck);
    }

    [Fact]
    public async Task Script_blocks_take_other_columns_for_names_and_keys()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("key", stage.AddApp("Cat").Key);
        stage.Good(
            "[pscustomobject] @{ Id = 'cat'; Secret = $key; SkipCertificateCheck = 'true' } | Register-DifyApp -Name { $_.Id } -ApiKey { $_.Secret } -Server $server"
        );
        Assert.True(stage.Binding("cat")!.SkipCertificateCheck);
    }

    [Fact]
    public async Task They_are_switches_for_the_prompt()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal("-SkipCertificateCheck", stage.Texts("Register-DifyApp cat -Skip^"));
        Assert.Contains(
            "[-SkipCertificateCheck]",
            string.Concat(stage.Good("Get-Command Register-DifyApp -Syntax").Output),
            StringComparison.Ordinal
        );
    }

    private static bool IsOn(AppBinding binding, string property) => (bool)typeof(AppBinding).GetProperty(property)!.GetValue(binding)!;

    private static bool IsOfRow(PropertyInfo one) => one.GetCustomAttribute<TruthArgumentAttribute>() is { OfRow: true };

    private static IEnumerable<PropertyInfo> Switches() => ModuleCmdlets.All.Values
        .SelectMany(type => type.GetProperties().Where(one => one.PropertyType == typeof(SwitchParameter)));
}
