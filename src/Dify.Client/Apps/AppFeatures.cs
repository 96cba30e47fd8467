using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>Something an app can do, or not.</summary>
public sealed class Feature
{
    internal static readonly Feature None = new();

    /// <summary>Whether it is switched on; null when the app does not say.</summary>
    public bool? Enabled { get; init; }

    internal static Feature? From(JsonElement json) => json.AsObject() is not { } fields ? null : new Feature
    {
        Enabled = fields.Boolean("enabled"),
    };
}

/// <summary>How an app speaks.</summary>
public sealed class TextToSpeechFeature
{
    internal static readonly TextToSpeechFeature None = new();

    /// <summary>Whether it is switched on; null when the app does not say.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The voice.</summary>
    public string? Voice { get; init; }

    /// <summary>The language.</summary>
    public string? Language { get; init; }

    /// <summary><c>enabled</c> when answers are spoken without being asked to.</summary>
    [JsonPropertyName("autoPlay")]
    public string? AutoPlay { get; init; }

    internal static TextToSpeechFeature? From(JsonElement json) => json.AsObject() is not { } fields ? null : new TextToSpeechFeature
    {
        Enabled = fields.Boolean("enabled"),
        Voice = fields.Text("voice"),
        Language = fields.Text("language"),
        AutoPlay = fields.Text("autoPlay"),
    };
}

/// <summary>What files an app takes.</summary>
public sealed class FileUploadFeature
{
    internal static readonly FileUploadFeature None = new();

    /// <summary>Whether messages may have files of any kind; null when the app does not say, as apps that know images only.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The types of files it takes: <c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c>, <c>custom</c>.</summary>
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; init; }

    /// <summary>The extensions of files it takes as <c>custom</c>.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; init; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; init; }

    /// <summary>How many at once.</summary>
    public int? NumberLimits { get; init; }

    /// <summary>Images.</summary>
    public ImageUploadFeature? Image { get; init; }

    internal static FileUploadFeature? From(JsonElement json) => json.AsObject() is not { } fields ? null : new FileUploadFeature
    {
        Enabled = fields.Boolean("enabled"),
        AllowedFileTypes = fields.Texts("allowed_file_types")!,
        AllowedFileExtensions = fields.Texts("allowed_file_extensions")!,
        AllowedFileUploadMethods = fields.Texts("allowed_file_upload_methods")!,
        NumberLimits = fields.Int32("number_limits"),
        Image = ImageUploadFeature.From(fields.Field("image")),
    };
}

/// <summary>What images an app takes.</summary>
public sealed class ImageUploadFeature
{
    /// <summary>Whether it takes them; null when the app does not say.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How many at once.</summary>
    public int? NumberLimits { get; init; }

    /// <summary>How closely the model looks, such as <c>high</c>.</summary>
    public string? Detail { get; init; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    public IReadOnlyList<string> TransferMethods { get => field ?? []; init; }

    internal static ImageUploadFeature? From(JsonElement json) => json.AsObject() is not { } fields ? null : new ImageUploadFeature
    {
        Enabled = fields.Boolean("enabled"),
        NumberLimits = fields.Int32("number_limits"),
        Detail = fields.Text("detail"),
        TransferMethods = fields.Texts("transfer_methods")!,
    };
}

/// <summary>A server's limits for files.</summary>
public sealed class SystemParameters
{
    internal static readonly SystemParameters None = new();

    /// <summary>The largest file, in megabytes.</summary>
    public int? FileSizeLimit { get; init; }

    /// <summary>The largest image, in megabytes.</summary>
    public int? ImageFileSizeLimit { get; init; }

    /// <summary>The largest sound file, in megabytes.</summary>
    public int? AudioFileSizeLimit { get; init; }

    /// <summary>The largest video, in megabytes.</summary>
    public int? VideoFileSizeLimit { get; init; }

    /// <summary>The most files a workflow run takes.</summary>
    public int? WorkflowFileUploadLimit { get; init; }

    internal static SystemParameters? From(JsonElement json) => json.AsObject() is not { } fields ? null : new SystemParameters
    {
        FileSizeLimit = fields.Int32("file_size_limit"),
        ImageFileSizeLimit = fields.Int32("image_file_size_limit"),
        AudioFileSizeLimit = fields.Int32("audio_file_size_limit"),
        VideoFileSizeLimit = fields.Int32("video_file_size_limit"),
        WorkflowFileUploadLimit = fields.Int32("workflow_file_upload_limit"),
    };
}
