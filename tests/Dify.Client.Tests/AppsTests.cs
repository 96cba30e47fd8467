using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Apps;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class AppsTests
{
    [Fact]
    public async Task Info()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """{"name":"Cat","description":"A cat","tags":["pet","soft"],"mode":"advanced-chat","author_name":"Ann","new":1}"""
            )
        );

        var info = await server.Client().Apps.GetInfoAsync(Token);

        Assert.Equal(("Cat", "A cat", "advanced-chat", "Ann"), (info.Name, info.Description, info.Mode, info.AuthorName));
        Assert.Equal(["pet", "soft"], info.Tags);
        Assert.Equal(("GET", "/v1/info"), (server.Last.Method, server.Last.Uri.AbsolutePath));
    }

    [Fact]
    public async Task Info_with_nothing_in_it()
    {
        var server = new FakeServer().Answer(FakeServer.Json("""{"name":null,"tags":null}"""));

        var info = await server.Client().Apps.GetInfoAsync(Token);

        Assert.Equal((string.Empty, string.Empty), (info.Name, info.Mode));
        Assert.Empty(info.Tags);
    }

    [Fact]
    public async Task Parameters()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """
                {"opening_statement":"Hi","suggested_questions":["Who?"],"suggested_questions_after_answer":{"enabled":true},"speech_to_text":{"enabled":false},
                 "text_to_speech":{"enabled":true,"voice":"v","language":"l","autoPlay":"enabled"},"retriever_resource":{"enabled":true},
                 "user_input_form":[
                   {"text-input":{"label":"City","variable":"city","required":true,"default":"Bonn","max_length":48}},
                   {"select":{"label":"","variable":"size","required":"true","options":["S","L"]}},
                   {"number":{"label":"Count","variable":"count","required":false,"default":5}},
                   {"file-list":{"label":"Docs","variable":"docs","required":false,"allowed_file_types":["document"],"allowed_file_extensions":[".pdf"],"allowed_file_upload_methods":["local_file"],"max_length":3}},
                   {"brand-new":{"variable":"x"}},
                   {"broken":null}, 5],
                 "file_upload":{"image":{"enabled":true,"number_limits":3,"detail":"high","transfer_methods":["remote_url"]}},
                 "system_parameters":{"file_size_limit":15,"image_file_size_limit":10,"audio_file_size_limit":50,"video_file_size_limit":100,"workflow_file_upload_limit":"10"},
                 "more":"kept"}
                """
            )
        );

        var parameters = await server.Client().Apps.GetParametersAsync(Token);

        Assert.Equal("/v1/parameters", server.Last.Uri.AbsolutePath);
        Assert.Equal("Hi", parameters.OpeningStatement);
        Assert.Equal(["Who?"], parameters.SuggestedQuestions);
        Assert.Equal(
            (true, false, null),
            (parameters.SuggestedQuestionsAfterAnswer.Enabled, parameters.SpeechToText.Enabled, parameters.MoreLikeThis.Enabled)
        );
        Assert.Equal(
            ("v", "l", "enabled"),
            (parameters.TextToSpeech.Voice!, parameters.TextToSpeech.Language!, parameters.TextToSpeech.AutoPlay!)
        );
        Assert.Equal(["text-input", "select", "number", "file-list", "brand-new"], parameters.UserInputForm.Select(one => one.Type));
        Assert.Equal(["city", "size", "count", "docs", "x"], parameters.UserInputForm.Select(one => one.Variable));
        Assert.Equal(["City", "size", "Count", "Docs", "x"], parameters.UserInputForm.Select(one => one.Label));
        Assert.Equal([true, true, false, false, false], parameters.UserInputForm.Select(one => one.Required));
        Assert.Equal(["Bonn", null, "5", null, null], parameters.UserInputForm.Select(one => one.Default));
        Assert.Equal(["S", "L"], parameters.UserInputForm[1].Options);
        Assert.Equal((48, 3), (parameters.UserInputForm[0].MaxLength!.Value, parameters.UserInputForm[3].MaxLength!.Value));
        Assert.True(
            parameters.UserInputForm[3]
                is { AllowedFileTypes: ["document"], AllowedFileExtensions: [".pdf"], AllowedFileUploadMethods: ["local_file"] }
        );
        Assert.True(parameters.FileUpload.Image is { Enabled: true, NumberLimits: 3, Detail: "high", TransferMethods: ["remote_url"] });
        Assert.True(
            parameters.SystemParameters
                is {
                    FileSizeLimit: 15,
                    ImageFileSizeLimit: 10,
                    AudioFileSizeLimit: 50,
                    VideoFileSizeLimit: 100,
                    WorkflowFileUploadLimit: 10
                }
        );
        Assert.Equal("kept", parameters.Json.GetProperty("more").GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"user_input_form":{},"file_upload":null,"system_parameters":null}""")]
    public async Task Parameters_with_nothing_in_them(string json)
    {
        var parameters = await new FakeServer().Answer(FakeServer.Json(json)).Client().Apps.GetParametersAsync(Token);

        Assert.Empty(parameters.UserInputForm);
        Assert.Null(parameters.FileUpload.Image);
        Assert.Null(parameters.SystemParameters.FileSizeLimit);
    }

    [Fact]
    public async Task Meta()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json("""{"tool_icons":{"draw":"https://x.test/d.png","count":{"background":"#fff","content":"🧮"},"odd":5}}""")
        );

        var meta = await server.Client().Apps.GetMetaAsync(Token);

        Assert.Equal("/v1/meta", server.Last.Uri.AbsolutePath);
        Assert.Equal("https://x.test/d.png", meta.ToolIcons["draw"].Url);
        Assert.Equal(("#fff", "🧮"), (meta.ToolIcons["count"].Background!, meta.ToolIcons["count"].Content!));
        Assert.Equal(3, meta.ToolIcons.Count);
    }

    [Fact]
    public async Task Site()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json("""{"title":"T","icon_url":null,"show_workflow_steps":true,"default_language":"de-DE","extra":1}""")
        );

        var site = await server.Client().Apps.GetSiteAsync(Token);

        Assert.Equal("/v1/site", server.Last.Uri.AbsolutePath);
        Assert.Equal(
            ("T", null, true, "de-DE", null),
            (site.Title, site.IconUrl, site.ShowWorkflowSteps, site.DefaultLanguage, site.UseIconAsAnswerIcon)
        );
        Assert.Equal(1, site.Json.GetProperty("extra").GetInt32());
    }

    [Fact]
    public async Task Knowledge_key_is_verified_with_one_knowledge_base()
    {
        var server = new FakeServer().Answer(FakeServer.Json("""{"data":[],"total":0}""")).Answer(FakeServer.Error(401, "unauthorized"));
        var client = server.Client(key: "dataset-abc");

        await client.Knowledge.VerifyAsync(Token);
        Assert.Equal("https://dify.test/v1/datasets?page=1&limit=1", server.Last.Uri.AbsoluteUri);
        await Assert.ThrowsAsync<DifyApiException>(() => client.Knowledge.VerifyAsync(Token));
    }

    [Theory]
    [InlineData(AppMode.Chat, true)]
    [InlineData(AppMode.AgentChat, true)]
    [InlineData(AppMode.AdvancedChat, true)]
    [InlineData(AppMode.Agent, true)]
    [InlineData(AppMode.Workflow, false)]
    [InlineData(AppMode.Completion, false)]
    [InlineData(AppMode.Knowledge, false)]
    [InlineData(null, false)]
    public void Modes_that_chat(string? mode, bool chats) => Assert.Equal(chats, AppMode.IsChat(mode));
}
