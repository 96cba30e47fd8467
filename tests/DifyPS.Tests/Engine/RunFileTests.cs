using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Files that go with a run: however they are named, uploaded first, and checked before a byte is sent.</summary>
public sealed class RunFileTests
{
    [Fact]
    public async Task A_path_goes_into_the_only_file_variable()
    {
        await using var stage = await SetAsync();
        stage.Register("Reader", "workflow", app => app.AddInput("file", "report", required: true, allowedFileTypes: ["document"]));
        stage.Good("Invoke-DifyWorkflow reader -File \"$folder/a.pdf\"");
        AssertUpload(Run(stage)["inputs"]!["report"]!, "document");
        Assert.Equal("a.pdf", stage.Requests.Single(r => r.Path == "/files/upload").Files!.Single().FileName);
    }

    [Fact]
    public async Task Files_flow_in_by_themselves_and_after_their_upload()
    {
        await using var stage = await SetAsync();
        stage.Register("Reader", "workflow", app => app.AddInput("file", "report", required: true, allowedFileTypes: ["document"]));
        Assert.Equal(
            2,
            stage.Good("[IO.FileInfo] \"$folder/a.pdf\", [IO.FileInfo] \"$folder/b.pdf\" | Invoke-DifyWorkflow reader").Output.Count
        );
        Assert.Equal(2, stage.Requests.Count(r => r.Path == "/files/upload"));
        stage.ForgetRequests();
        stage.Good("Send-DifyFile reader \"$folder/*.pdf\" -User bob | Invoke-DifyWorkflow reader");
        Assert.Equal(2, stage.Requests.Count(r => r.Path == "/files/upload"));
        Assert.All(stage.Requests.Where(r => r.Path == "/workflows/run"), r =>
        {
            AssertUpload(r.Json!["inputs"]!["report"]!, "document");
            // Only who uploaded a file can use it.
            Assert.Equal("bob", (string?)r.Json!["user"]);
        });
    }

    [Fact]
    public async Task A_table_says_which_file_is_for_which_variable()
    {
        await using var stage = await SetAsync();
        stage.Register("Reader", "workflow", app =>
            app.AddInput("file", "report", required: true, allowedFileTypes: ["document"])
                .AddInput("file-list", "photos", maxLength: 3, allowedFileTypes: ["image"])
        );
        stage.Good(
            "Invoke-DifyWorkflow reader -File @{ report = \"$folder/a.pdf\"; photos = \"$folder/*.png\", 'https://example.com/c.png' }"
        );
        var inputs = Run(stage)["inputs"]!;
        AssertUpload(inputs["report"]!, "document");
        Assert.Equal(3, inputs["photos"]!.AsArray().Count);
        AssertUpload(inputs["photos"]![0]!, "image");
        Assert.Equal(
            ("remote_url", "https://example.com/c.png"),
            ((string?)inputs["photos"]![2]!["transfer_method"], (string?)inputs["photos"]![2]!["url"])
        );
        Assert.Contains(
            "which file is for report, photos",
            stage.Bad("Invoke-DifyWorkflow reader -File \"$folder/a.pdf\"", "InvalidInputs").Exception.Message
        );
        stage.Good("Invoke-DifyWorkflow reader -Inputs @{ report = \"$folder/b.pdf\" }");
        AssertUpload(Run(stage)["inputs"]!["report"]!, "document");
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat cat hi", "/chat-messages")]
    [InlineData("completion", "Invoke-DifyCompletion cat", "/completion-messages")]
    public async Task Files_go_with_a_message_or_a_text(string mode, string command, string path)
    {
        await using var stage = await SetAsync();
        stage.Register("Cat", mode);
        stage.Good(command + " -File \"$folder/a.png\", 'https://example.com/b.png'");
        var files = stage.Requests.Last(r => r.Path == path).Json!["files"]!.AsArray();
        Assert.Equal(2, files.Count);
        AssertUpload(files[0]!, "image");
        Assert.Equal("remote_url", (string?)files[1]!["transfer_method"]);
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_before_a_byte_is_sent()
    {
        await using var stage = await SetAsync();
        stage.Register("Reader", "workflow", app =>
        {
            app.AddInput("text-input", "topic", required: true)
                .AddInput("file", "report", allowedFileTypes: ["document"])
                .AddInput("file-list", "photos", maxLength: 1, allowedFileTypes: ["image"]);
            var parameters = app.Parameters.DeepClone().AsObject();
            parameters["system_parameters"]!["image_file_size_limit"] = 0;
            parameters["system_parameters"]!["file_size_limit"] = 1;
            app.Parameters = parameters;
        });
        File.WriteAllBytes(Path.Combine(stage.Folder, "large.pdf"), new byte[(1024 * 1024) + 1]);
        var error = stage.Bad(
            "Invoke-DifyWorkflow reader -File @{ report = \"$folder/large.pdf\"; photos = \"$folder/a.pdf\", \"$folder/gone.png\" }",
            "InvalidInputs"
        );
        foreach (
            var problem in new[]
            {
                "'topic' is required",
                "'large.pdf' is too large",
                "'a.pdf' is not taken",
                "gone.png' is not there",
                "takes at most 1 files",
            }
        )
        {
            Assert.Contains(problem, error.Exception.Message);
        }
        Assert.DoesNotContain(stage.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task Fields_and_events_of_tomorrow_are_kept()
    {
        await using var stage = await SetAsync();
        stage.Register("Reader", "workflow", app => app.Script = new ChatScript
        {
            Custom =
                [
                    new JsonObject
                    {
                        ["event"] = "workflow_started",
                        ["data"] = new JsonObject { ["id"] = "r" },
                    },
                    new JsonObject
                    {
                        ["event"] = "thunder_heard",
                        ["data"] = new JsonObject { ["distance"] = 3 },
                    },
                    new JsonObject
                    {
                        ["event"] = "workflow_finished",
                        ["data"] = new JsonObject
                        {
                            ["status"] = "succeeded",
                            ["outputs"] = new JsonObject { ["text"] = "dry" },
                            ["mood"] = "wet",
                        },
                    },
                ],
        });
        Assert.Equal("dry", stage.Good("Invoke-DifyWorkflow reader").Output.Single().ToString());
        var events = stage.Good("Invoke-DifyWorkflow reader -AsEvent").Output.Select(o => (DifyStreamEvent)o.BaseObject).ToList();
        Assert.Equal(["workflow_started", "thunder_heard", "workflow_finished"], events.Select(e => e.Event));
        Assert.Equal("wet", ((System.Management.Automation.PSObject)events[2].Data!.Properties["data"].Value).Properties["mood"].Value);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        foreach (var name in new[] { "a.pdf", "b.pdf", "a.png", "b.png" })
            File.WriteAllText(Path.Combine(stage.Folder, name), name);
        stage.Shell.SetVariable("folder", stage.Folder);
        return stage;
    }

    private static JsonObject Run(Stage stage) => stage.Requests.Last(r => r.Path == "/workflows/run").Json!.AsObject();

    private static void AssertUpload(JsonNode file, string type)
    {
        Assert.Equal((type, "local_file"), ((string?)file["type"], (string?)file["transfer_method"]));
        Assert.True(Guid.TryParse((string?)file["upload_file_id"], out _));
    }
}
