using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Audio;

/// <summary>What was said: what <c>POST /audio-to-text</c> answers.</summary>
internal sealed class Transcript
{
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Text { get; init; }
}
