using System.Linq;
using System.Text.Json;
using Dify.Client.Apps;
using Dify.Client.Files;
using Xunit;

namespace Dify.Client.Tests;

public sealed class FileRulesTests
{
    private const string Limits =
        """ "system_parameters":{"file_size_limit":15,"image_file_size_limit":10,"audio_file_size_limit":50,"video_file_size_limit":100} """;

    private const string Form =
        """
        {"user_input_form":[
          {"file-list":{"variable":"docs","allowed_file_types":["document","custom"],"allowed_file_extensions":["BIN"],"allowed_file_upload_methods":["local_file"],"max_length":2}},
          {"file":{"variable":"note","allowed_file_types":["custom"],"allowed_file_extensions":[".md"]}}]}
        """;

    [Theory]
    [InlineData("a.png", 10, null)]
    [InlineData("a.PNG", 11, "10 MB")]
    [InlineData("a.pdf", 15, null)]
    [InlineData("a.pdf", 16, "15 MB")]
    [InlineData("a", 16, "15 MB")]
    [InlineData("a.mp3", 51, "50 MB")]
    [InlineData("a.mp4", 101, "100 MB")]
    public void Size(string name, int megabytes, string? limit)
    {
        var problems = FileRules.CheckSize(name, megabytes * 1024L * 1024L, Of("{" + Limits + "}"));
        Assert.Equal(limit is not null, problems.Count == 1);
        Assert.All(problems, problem =>
        {
            Assert.Equal(FileProblem.TooLarge, problem.Code);
            Assert.Contains(limit!, problem.Message, System.StringComparison.Ordinal);
            Assert.Contains($"{megabytes} MB", problem.Message, System.StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("""{}""", "a.pdf", FileRules.LocalFile, null)]
    [InlineData("""{"file_upload":{"image":{"enabled":true}}}""", "a.pdf", FileRules.LocalFile, null)]
    [InlineData("""{"file_upload":{"image":{"enabled":false}}}""", "a.png", FileRules.LocalFile, FileProblem.TypeNotTaken)]
    [InlineData("""{"file_upload":{"enabled":false}}""", "a.png", FileRules.LocalFile, FileProblem.TypeNotTaken)]
    [InlineData("""{"file_upload":{"enabled":true,"allowed_file_types":["image"]}}""", "a.png", FileRules.LocalFile, null)]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_types":["image"]}}""",
        "a.pdf",
        FileRules.LocalFile,
        FileProblem.TypeNotTaken
    )]
    [InlineData("""{"file_upload":{"enabled":true,"allowed_file_types":["image"]}}""", "watch", FileRules.RemoteUrl, null)]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_types":["image"]}}""",
        "watch",
        FileRules.LocalFile,
        FileProblem.TypeNotTaken
    )]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_types":["image","custom"],"allowed_file_extensions":[".STEP"]}}""",
        "a.step",
        FileRules.LocalFile,
        null
    )]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_types":["image","custom"],"allowed_file_extensions":[".STEP"]}}""",
        "a.igs",
        FileRules.LocalFile,
        FileProblem.TypeNotTaken
    )]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_upload_methods":["remote_url"]}}""",
        "a.png",
        FileRules.LocalFile,
        FileProblem.MethodNotTaken
    )]
    [InlineData(
        """{"file_upload":{"enabled":true,"allowed_file_upload_methods":["local_file"]}}""",
        "a.png",
        FileRules.RemoteUrl,
        FileProblem.MethodNotTaken
    )]
    public void A_message_s_file(string json, string name, string method, string? code)
    {
        var problems = FileRules.Check(name, 5, method, Of(json));
        Assert.Equal(code, problems.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("a.pdf", 0, "document", null)]
    [InlineData("a.bin", 0, "custom", null)]
    [InlineData("a.png", 0, "image", "the input 'docs' takes document, .bin")]
    [InlineData("a.md", 1, "custom", null)]
    [InlineData("a.pdf", 1, "document", "the input 'note' takes .md")]
    public void A_variable_s_file(string name, int index, string type, string? problem)
    {
        var parameters = Of(Form);
        var variable = parameters.UserInputForm[index];
        Assert.Equal(type, FileRules.TypeFor(name, FileRules.LocalFile, parameters, variable));
        var problems = FileRules.Check(name, 5, FileRules.LocalFile, parameters, variable);
        Assert.Equal(problem is not null, problems.Count == 1);
        Assert.All(problems, one => Assert.Contains(problem!, one.Message, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(0, 3, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 2, 1)]
    public void How_many(int index, int count, int problems)
    {
        var parameters = Of(Form);
        Assert.Equal(problems, FileRules.CheckCount(count, parameters, parameters.UserInputForm[index]).Count);
    }

    [Theory]
    [InlineData("""{"file_upload":{"enabled":true,"allowed_file_types":["image"]}}""", "image.php", "image")]
    [InlineData("""{"file_upload":{"enabled":true,"allowed_file_types":["image","document"]}}""", "watch", "custom")]
    [InlineData("""{"file_upload":{"enabled":true,"allowed_file_types":["image","document"]}}""", "a.pdf", "document")]
    [InlineData("""{"file_upload":{"image":{"enabled":true}}}""", "watch", "image")]
    [InlineData("{}", "watch", "custom")]
    public void The_type_of_an_address_that_does_not_tell(string json, string name, string type)
    {
        Assert.Equal(type, FileRules.TypeFor(name, FileRules.RemoteUrl, Of(json)));
        Assert.Empty(FileRules.Check(name, null, FileRules.RemoteUrl, Of(json)));
    }

    [Theory]
    [InlineData("a.JPG", "image", "image/jpeg")]
    [InlineData("/b.c/a", "custom", "application/octet-stream")]
    [InlineData("a.tar.gz", "custom", "application/octet-stream")]
    [InlineData("a.docx", "document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("a.webm", "video", "video/webm")]
    [InlineData("a.m4a", "audio", "audio/mp4")]
    public void Types(string name, string type, string contentType) =>
        Assert.Equal((type, contentType), (FileTypes.TypeOf(name), FileTypes.ContentTypeOf(name)));

    [Theory]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("audio/x-wav; rate=1", "wav")]
    [InlineData("application/pdf", "pdf")]
    [InlineData("application/octet-stream", null)]
    [InlineData(null, null)]
    public void Extensions(string? contentType, string? extension) => Assert.Equal(extension, FileTypes.ExtensionFor(contentType));

    private static AppParameters Of(string json) => AppParameters.From(JsonDocument.Parse(json).RootElement);
}
