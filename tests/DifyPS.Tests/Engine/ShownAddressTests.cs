using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What signs in by an address, or stands in its query, is never shown again.</summary>
public sealed class ShownAddressTests
{
    [Theory]
    [InlineData("https://example.com/a/b.yml", "https://example.com/a/b.yml")]
    [InlineData("https://u:p@example.com/b.yml", "https://…@example.com/b.yml")]
    [InlineData("https://u@example.com:8080", "https://…@example.com:8080")]
    [InlineData("https://u:pa/ss@example.com/b.yml", "https://…@example.com/b.yml")]
    [InlineData("https://u:p@ss@example.com/b.yml?token=x#y", "https://…@example.com/b.yml?…")]
    [InlineData("https://example.com/b.yml#token", "https://example.com/b.yml#…")]
    [InlineData("https://example.com:8080/pkg@1.0/b.yml", "https://example.com:8080/pkg@1.0/b.yml")]
    [InlineData("ftp://u:p@example.com/b.yml", "ftp://…@example.com/b.yml")]
    [InlineData("C:\\files\\a@b.yml", "C:\\files\\a@b.yml")]
    [InlineData("./a?b@c.yml", "./a?b@c.yml")]
    public void An_address_is_shown_without_what_may_be_secret(string address, string shown) =>
        Assert.Equal(shown, ShownAddress.Of(address));

    [Theory]
    [InlineData("Send-DifyFile cat 'https://u:s3cretword@example.com/a.pdf?token=t0kenword'")]
    [InlineData("Send-DifyFile cat 'ftp://u:s3cretword@example.com/a.pdf?token=t0kenword'")]
    [InlineData("ConvertFrom-DifyAudio cat 'https://u:s3cretword@example.com/a.mp3?token=t0kenword'")]
    [InlineData("Save-DifyFile cat -Url 'https://u:s3cretword@example.com/a.pdf?token=t0kenword'")]
    [InlineData("Save-DifyFile cat -Url 'https://u:s3cretword@exa mple.com:x/a.pdf?token=t0kenword'")]
    [InlineData("Invoke-DifyChat cat hi -File 'https://u:s3cretword@:0/a.pdf?token=t0kenword'")]
    [InlineData("Invoke-DifyChat cat hi -File 'ftp://u:s3cretword@example.com/a.pdf?token=t0kenword'")]
    [InlineData("Connect-DifyWorkspace work -Server 'https://u:s3cretword@example.com/?token=t0kenword' -Credential ([pscredential]::new('a@example.com', $catKey))")]
    [InlineData("Connect-DifyWorkspace 'https://u:s3cretword@example.com/?token=t0kenword' -Credential ([pscredential]::new('a@example.com', $catKey))")]
    [InlineData("Register-DifyApp 'https://u:s3cretword@example.com/?token=t0kenword' $catKey")]
    [InlineData("Set-DifyApp cat -Server 'https://u:s3cretword@example.com/?token=t0kenword'")]
    [InlineData("Register-DifyApp dog $catKey -Server 'https://u:s3cretword@example.com/?token=t0kenword'")]
    public async Task No_error_repeats_it(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var result = stage.Run(command);
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => AssertClean(error));
        AssertClean(result.Text);
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-AppId 00000000-0000-0000-0000-000000000001 -WhatIf")]
    [InlineData("-AppId 00000000-0000-0000-0000-000000000001")]
    [InlineData("-Verbose")]
    public async Task An_import_does_not_repeat_it(string how)
    {
        const string Address = "https://u:s3cretword@127.0.0.1:1/a.yml?token=t0kenword";
        await using var stage = await AppStage.SetAsync();
        var result = stage.Run($"Import-DifyAppDsl '{Address}' work {how} 3>&1 4>&1");
        Assert.All(result.Errors, error => AssertClean(error));
        // The simulator calls the app by its address.
        Assert.All(result.Output.Where(one => one.BaseObject is not DifyWorkspaceApp), one => AssertClean(one));
        AssertClean(result.Text);
    }

    private static void AssertClean(object said)
    {
        var text = said is ErrorRecord error
            ? string.Join('\n', error, error.Exception, error.ErrorDetails?.RecommendedAction, error.TargetObject, error.CategoryInfo)
            : said.ToString()!;
        Assert.DoesNotContain("s3cretword", text, StringComparison.Ordinal);
        Assert.DoesNotContain("t0kenword", text, StringComparison.Ordinal);
    }
}
