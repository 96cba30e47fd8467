using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Dify.Client.Apps;

/// <summary>Something an app can do, or not.</summary>
public sealed class Feature
{
    internal static readonly Feature None = new();

    /// <summary>Whether it is switched on; null when the app does not say.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }
}

/// <summary>How an app speaks.</summary>
public sealed class TextToSpeechFeature
{
    internal static readonly TextToSpeechFeature None = new();

    /// <summary>Whether it is switched on; null when the app does not say.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }

    /// <summary>The voice.</summary>
    [JsonInclude]
    public string? Voice { get; internal set; }

    /// <summary>The language.</summary>
    [JsonInclude]
    public string? Language { get; internal set; }

    /// <summary><c>enabled</c> when answers are spoken without being asked to.</summary>
    [JsonInclude]
    [JsonPropertyName("autoPlay")]
    public string? AutoPlay { get; internal set; }
}

/// <summary>What files an app takes.</summary>
public sealed class FileUploadFeature
{
    internal static readonly FileUploadFeature None = new();

    /// <summary>Whether messages may have files of any kind; null when the app does not say, as apps that know images only.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }

    /// <summary>The types of files it takes: <c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c>, <c>custom</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; internal set; }

    /// <summary>The extensions of files it takes as <c>custom</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; internal set; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; internal set; }

    /// <summary>How many at once.</summary>
    [JsonInclude]
    public int? NumberLimits { get; internal set; }

    /// <summary>Images.</summary>
    [JsonInclude]
    public ImageUploadFeature? Image { get; internal set; }
}

/// <summary>What images an app takes.</summary>
public sealed class ImageUploadFeature
{
    /// <summary>Whether it takes them; null when the app does not say.</summary>
    [JsonInclude]
    public bool? Enabled { get; internal set; }

    /// <summary>How many at once.</summary>
    [JsonInclude]
    public int? NumberLimits { get; internal set; }

    /// <summary>How closely the model looks, such as <c>high</c>.</summary>
    [JsonInclude]
    public string? Detail { get; internal set; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    [JsonInclude]
    public IReadOnlyList<string> TransferMethods { get => field ?? []; internal set; }
}

/// <summary>A server's limits for files.</summary>
public sealed class SystemParameters
{
    internal static readonly SystemParameters None = new();

    /// <summary>The largest file, in megabytes.</summary>
    [JsonInclude]
    public int? FileSizeLimit { get; internal set; }

    /// <summary>The largest image, in megabytes.</summary>
    [JsonInclude]
    public int? ImageFileSizeLimit { get; internal set; }

    /// <summary>The largest sound file, in megabytes.</summary>
    [JsonInclude]
    public int? AudioFileSizeLimit { get; internal set; }

    /// <summary>The largest video, in megabytes.</summary>
    [JsonInclude]
    public int? VideoFileSizeLimit { get; internal set; }

    /// <summary>The most files a workflow run takes.</summary>
    [JsonInclude]
    public int? WorkflowFileUploadLimit { get; internal set; }
}
