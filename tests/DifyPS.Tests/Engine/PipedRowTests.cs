using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Threading.Tasks;
using DifyPS.Commands;
using DifyPS.Common;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A row of a list with a key in it, piped into any cmdlet: no error has the key, not as its target either.</summary>
public sealed class PipedRowTests
{
    // What is asked for and no row can say.
    internal static readonly Dictionary<string, string> More = new()
    {
        ["Complete-DifyCommandLine"] = "-InputScript x",
        ["ConvertTo-DifyAudio"] = "-OutFile out.mp3",
        ["Enable-DifyAnnotationReply"] = "-EmbeddingProvider x -EmbeddingModel y",
        ["Invoke-DifyRestMethod"] = "-Path info",
        ["Rename-DifyConversation"] = "-NewTitle x",
        ["Send-DifyFeedback"] = "-Rating Like",
        ["Set-DifyConversationVariable"] = "-VariableName x -Value 1",
        ["Submit-DifyHumanInputForm"] = "-Action x -NoWait",
        ["Set-DifyApp"] = "-User bob",
    };

    private static readonly IReadOnlyDictionary<string, Type> Cmdlets = ModuleCmdlets.All;

    public static TheoryData<string> Names => [.. Cmdlets.Keys];

    public static TheoryData<string> Bound =>
        [.. Cmdlets.Where(one => typeof(DifyBoundCmdlet).IsAssignableFrom(one.Value)).Select(one => one.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_error_has_its_key(string cmdlet)
    {
        await using var stage = await SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        var properties = Cmdlets[cmdlet]
            .GetProperties()
            .Where(one =>
                one.PropertyType != typeof(PipelineRow)
                && one.GetCustomAttributes<ParameterAttribute>().Any(each => each.ValueFromPipeline || each.ValueFromPipelineByPropertyName)
            )
            .Select(one => one.Name)
            .ToList();
        var rows = new List<string>
        {
            "Nmae = 'cat'; ApiKey = $key",
            "App = 'cat'; ApiKey = $key",
            "Name = 'nobody'; ApiKey = $key",
            "App = ''; ApiKey = $key",
        };
        foreach (var value in new[] { "''", "$null", "$key", "@{ a = $key }", "[pscustomobject] @{ a = $key }", "@($key, 1)", "@()" })
        {
            rows.AddRange(
                properties.Select(one =>
                    $"App = 'cat'; ApiKey = $key; {one} = {value}".Replace(
                        "App = 'cat'; ",
                        one is "App" or "Name" ? string.Empty : "App = 'cat'; ",
                        StringComparison.Ordinal
                    )
                )
            );
        }
        var takesApp = Cmdlets[cmdlet].GetProperty("App") is not null;
        foreach (var row in rows)
        {
            foreach (var form in new[] { $"[pscustomobject] @{{ {row} }}", $"@{{ {row} }}", $"(, [pscustomobject] @{{ {row} }})" })
            {
                foreach (var app in takesApp ? new[] { string.Empty, " -App cat", " -App wf" } : [string.Empty])
                {
                    var result = stage.Run($"{form} | {cmdlet}{app} {More.GetValueOrDefault(cmdlet)}");
                    Assert.All(result.Errors, error =>
                    {
                        Assert.True(!MisplacedKeyTests.KeysIn(error).Any(), $"{form} | {cmdlet}{app}: {error.FullyQualifiedErrorId}");
                        // Ours has that name as well, and no row for its target.
                        if (error.Exception is not DifyCommandException)
                            Assert.DoesNotContain("InputObject", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                    });
                }
            }
        }

        // A row may say any path, which is then asked for: none that Dify has, and none of our own making.
        stage.Dify.Requests.Clear();
    }

    [Theory]
    [MemberData(nameof(Bound))]
    public async Task A_row_that_says_too_little_is_an_error_of_its_own_that_says_what_is_missing(string cmdlet)
    {
        await using var stage = await SetAsync();
        var result = stage.Run(
            $"[pscustomobject] @{{ Nmae = 'cat' }}, [pscustomobject] @{{ Nmae = 'dog' }} | {cmdlet} {More.GetValueOrDefault(cmdlet)}"
        );
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error =>
            Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "InvalidAppName", "InvalidArgument" })
        );
        Assert.Matches("name of an app|-[A-Z]", result.Errors[0].Exception.Message);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_text_is_one_argument_and_not_two()
    {
        await using var stage = await SetAsync();
        var id = stage.Good("(Add-DifyAnnotation cat 'Who?' 'A cat.').AnnotationId").Output.Single().ToString();
        stage.ForgetRequests();
        var error = stage.Bad("'some-id' | Remove-DifyAnnotation", "ParameterMissing");
        Assert.Contains("-App", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("-AnnotationId", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            "-App is missing",
            stage.Bad("'hi' | Invoke-DifyChat", "ParameterMissing").Exception.Message,
            StringComparison.Ordinal
        );
        Assert.Empty(stage.Requests);

        // What is left to be said, it says.
        stage.Good($"'{id}' | Remove-DifyAnnotation cat");
        Assert.Single(stage.Good("'cat' | Get-DifyAppInfo").Output);
        Assert.Equal("cat", ((DifyChatReply)stage.Good("'cat' | Invoke-DifyChat cat").Output.Single().BaseObject).Message);
    }

    [Fact]
    public async Task A_file_without_an_id_is_saved_by_its_address()
    {
        await using var stage = await SetAsync();
        var error = stage
            .Run(
                $"[pscustomobject] @{{ App = 'cat'; FileId = $null; Url = '{new Uri(stage.Server).GetLeftPart(UriPartial.Authority)}/nothing-there' }} | Save-DifyFile -Path '{stage.Folder}'"
            )
            .Errors.Single();
        Assert.DoesNotContain("FileId", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(stage.Requests, one => one.Path.EndsWith("/nothing-there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_for_is_still_mandatory()
    {
        await using var stage = await SetAsync();
        foreach (var (cmdlet, type) in Cmdlets.Where(one => typeof(DifyBoundCmdlet).IsAssignableFrom(one.Value)))
        {
            Assert.True(type.GetProperty("App")!.GetCustomAttribute<ParameterAttribute>()!.Mandatory, cmdlet);
            // A host without a person cannot ask, and says what it would have asked for.
            Assert.StartsWith("MissingMandatoryParameter", stage.Run(cmdlet).ErrorId, StringComparison.Ordinal);
        }
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Wf", "workflow", app => app.AddInput("text-input", "city"));
        stage.Shell.SetVariable("key", Canary.NewKey());
        stage.ForgetRequests();
        return stage;
    }
}
