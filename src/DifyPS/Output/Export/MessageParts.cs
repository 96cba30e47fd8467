using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dify.Client.Conversations;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Runs;

namespace DifyPS.Output.Export;

/// <summary>What is told of a message in every format.</summary>
internal static class MessageParts
{
    // Models that reason put it before the answer; Dify kept it as a fold of HTML before it kept the tags.
    private static readonly Regex Reasoning = new(
        @"\A\s*(?:<think>(?<thought>.*?)(?:</think>|\z)|<details[^>]*>\s*<summary>\s*Thinking\.\.\.\s*</summary>(?<thought>.*?)(?:</details>|\z))",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>What a model thought before it answered, and the answer.</summary>
    public static (string? Reasoning, string Answer) Split(string answer)
    {
        var match = Reasoning.Match(answer);
        if (!match.Success)
            return (null, answer);
        var thought = match.Groups["thought"].Value.Trim();
        return (thought.Length > 0 ? thought : null, answer.Substring(match.Length).TrimStart());
    }

    /// <summary>How long it took, what it cost, and what was thought of it.</summary>
    public static IEnumerable<string> Facts(ConversationMessage message)
    {
        if (message.Latency > TimeSpan.Zero)
            yield return DisplayFormat.Duration(message.Latency);
        if (message.TotalTokens is > 0 and { } tokens)
        {
            yield return message is { MessageTokens: > 0 and { } asked, AnswerTokens: > 0 and { } answered }
                ? $"{ResultSummary.Tokens(tokens)} ({DisplayFormat.Count(asked)} + {DisplayFormat.Count(answered)})"
                : ResultSummary.Tokens(tokens);
        }

        if (message.TotalPrice is { } price and not 0)
            yield return DisplayFormat.Money(price, message.Currency);
    }

    /// <summary>What the end user thinks of the answer, in a word.</summary>
    public static string? Feedback(ConversationMessage message) => message.Feedback?.Rating switch
    {
        null or "" => null,
        "like" => Strings.ExportLiked,
        "dislike" => Strings.ExportDisliked,
        var other => other,
    };

    /// <summary>The files that came with the question, or those that came with the answer.</summary>
    public static IReadOnlyList<AttachedFile> Files(ConversationMessage message, bool ofAnswer) =>
        message.Files.Where(file => file.BelongsTo == "assistant" == ofAnswer).ToList();

    /// <summary>A file's name, or what stands for it.</summary>
    public static string Name(AttachedFile file) => First(file.FileName, file.Url, file.UploadFileId, file.Id) ?? Strings.ExportFile;

    /// <summary>A file's type and size.</summary>
    public static IEnumerable<string> Facts(AttachedFile file)
    {
        if (First(file.Type, file.MimeType) is { } type)
            yield return type;
        if (file.Size is >= 0 and { } size)
            yield return DisplayFormat.Size(size);
    }

    /// <summary>Where a piece of knowledge is from, and how well it fits.</summary>
    public static IEnumerable<string> Facts(Citation citation)
    {
        if (First(citation.DatasetName) is { } dataset)
            yield return dataset;
        if (citation.SegmentPosition is { } segment)
            yield return Strings.FormatExportChunk(DisplayFormat.Count(segment));
        if (citation.Score is { } score)
            yield return Strings.FormatExportScore(score.ToString("0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>The name of a piece of knowledge.</summary>
    public static string Name(Citation citation) =>
        First(citation.DocumentName, citation.DocumentId, citation.DatasetName) ?? Strings.ExportDocument;

    /// <summary>What an agent did, step by step; steps that tell nothing are left out.</summary>
    public static IReadOnlyList<AgentThought> Thoughts(ConversationMessage message) =>
        message.Thoughts.Where(thought => First(thought.Thought, thought.Tool, thought.Observation) is not null).ToList();

    /// <summary>The values of the app's input variables; none when they are those of the message before.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> NewInputs(ConversationMessage message, ConversationMessage? before)
    {
        if (message.Inputs is not { ValueKind: JsonValueKind.Object } inputs || inputs.GetRawText() == before?.Inputs?.GetRawText())
            return [];
        return inputs
            .EnumerateObject()
            .Select(input => new KeyValuePair<string, string>(
                input.Name,
                input.Value.ValueKind == JsonValueKind.String ? input.Value.GetString()! : input.Value.GetRawText()
            ))
            .ToList();
    }

    /// <summary>What became of the form that a chatflow waited for.</summary>
    public static string Outcome(HumanInput form) =>
        form switch
        {
            { Submission: { } submission } => First(submission.ActionText, submission.ActionId) is { } action
                ? Strings.FormatExportFormAnsweredWith(action)
                : Strings.ExportFormAnswered,
            { Submitted: true } => Strings.ExportFormAnswered,
            _ => Strings.ExportFormWaits,
        };

    /// <summary>The form's text.</summary>
    public static string? Text(HumanInput form) => First(form.Submission?.RenderedContent, form.Form?.FormContent);

    /// <summary>The first that says something.</summary>
    public static string? First(params string?[] texts) => texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
