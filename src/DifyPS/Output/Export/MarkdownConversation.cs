using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Dify.Client.Conversations;
using Dify.Client.Streaming;
using DifyPS.Common;

namespace DifyPS.Output.Export;

/// <summary>
/// Writes a conversation as Markdown: what was asked as a quotation, what was answered as it is. All that comes from
/// elsewhere is kept from leaking into what follows: an answer that forgets to end its code has it ended.
/// </summary>
internal sealed class MarkdownConversation
{
    private readonly Stream _stream;

    public MarkdownConversation(Stream stream) => _stream = stream;

    /// <summary>Writes all of it.</summary>
    public void Write(ConversationHead head, MessageSpool messages)
    {
        using var output = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024, leaveOpen: true)
        {
            NewLine = "\n",
        };
        WriteHead(output, head, messages.Totals);
        ConversationMessage? before = null;
        foreach (var message in messages.OldestFirst())
        {
            WriteMessage(output, head, message, before);
            before = message;
        }
    }

    private static void WriteHead(StreamWriter output, ConversationHead head, ConversationTotals totals)
    {
        Block(output, "# " + MarkdownText.Escape(ConversationTitle.Of(head, totals)));
        output.WriteLine($"- {Strings.ExportHeadApp}: {MarkdownText.Escape(head.App)}");
        output.WriteLine($"- {Strings.ExportHeadUser}: {MarkdownText.Escape(head.User)}");
        output.WriteLine($"- {Strings.ExportHeadConversation}: {MarkdownText.Code(head.ConversationId)}");
        if (totals is { First: { } first, Last: { } last })
        {
            output.WriteLine(
                $"- {Strings.ExportHeadDate}: {(first == last ? Date(first) : Strings.FormatExportDates(Date(first), Date(last)))}"
            );
        }
        output.WriteLine($"- {Strings.ExportHeadSize}: {MarkdownText.Escape(string.Join(", ", totals.Parts()))}");
        Block(
            output,
            $"- {Strings.ExportHeadExported}: {Strings.FormatExportTimes(Date(head.ExportedAt), head.ExportedAt.ToString("zzz", CultureInfo.InvariantCulture))}"
        );
        if (MessageParts.First(head.Introduction) is { } introduction)
            Block(output, MarkdownText.Closed(introduction));
    }

    private static void WriteMessage(StreamWriter output, ConversationHead head, ConversationMessage message, ConversationMessage? before)
    {
        Block(output, "---");
        Block(output, "## " + Joined(MarkdownText.Escape(head.User), message.CreatedAt is { } date ? Date(date) : null));
        if (message.Query.Length > 0)
            Block(output, MarkdownText.Quote(MarkdownText.Closed(message.Query)));
        WriteList(
            output,
            Strings.ExportInputs,
            MessageParts
                .NewInputs(message, before)
                .Select(input => $"- {MarkdownText.Escape(input.Key)}: {MarkdownText.Escape(input.Value)}")
        );
        WriteFiles(output, MessageParts.Files(message, ofAnswer: false));

        Block(output, "## " + MarkdownText.Escape(head.App));
        var (reasoning, answer) = MessageParts.Split(message.Answer);
        if (reasoning is not null)
            Block(output, $"<details>\n<summary>{Strings.ExportReasoning}</summary>\n\n{MarkdownText.Closed(reasoning)}\n\n</details>");
        WriteThoughts(output, MessageParts.Thoughts(message));
        foreach (var form in message.HumanInput)
            WriteForm(output, form);
        if (answer.Trim().Length > 0)
            Block(output, MarkdownText.Closed(answer));
        if (message.Status == "error" || MessageParts.First(message.Error) is not null)
            Block(output, $"**{Strings.ExportFailed}** {MarkdownText.Escape(message.Error ?? Strings.ExportNoAnswer)}");
        WriteFiles(output, MessageParts.Files(message, ofAnswer: true));
        WriteSources(output, message.Citations);
        var facts = MessageParts.Facts(message).Concat(new[] { MessageParts.Feedback(message) }.OfType<string>()).ToArray();
        if (facts.Length > 0)
            Block(output, $"*{MarkdownText.Escape(Joined(facts))}*");
    }

    private static void WriteThoughts(StreamWriter output, IReadOnlyList<AgentThought> thoughts)
    {
        if (thoughts.Count == 0)
            return;
        Block(
            output,
            $"<details>\n<summary>{(thoughts.Count == 1 ? Strings.ExportThoughtsOne : Strings.FormatExportThoughts(DisplayFormat.Count(thoughts.Count)))}</summary>"
        );
        foreach (var thought in thoughts)
        {
            if (MessageParts.First(thought.Thought) is { } text)
                Block(output, MarkdownText.Closed(text));
            if (MessageParts.First(thought.Tool) is { } tool)
                Block(output, $"{Strings.ExportTool}: {MarkdownText.Code(tool)}");
            if (MessageParts.First(thought.ToolInput) is { } input)
                Block(output, MarkdownText.Fence(input, "json"));
            if (MessageParts.First(thought.Observation) is { } observation)
                Block(output, MarkdownText.Fence(observation, "text"));
        }

        Block(output, "</details>");
    }

    private static void WriteForm(StreamWriter output, HumanInput form)
    {
        var title = MessageParts.First(form.Submission?.NodeTitle, form.Form?.NodeTitle) ?? Strings.ExportForm;
        Block(output, $"**{MarkdownText.Escape(title)}** ({MarkdownText.Escape(MessageParts.Outcome(form))})");
        if (MessageParts.Text(form) is { } text)
            Block(output, MarkdownText.Quote(MarkdownText.Closed(text)));
    }

    private static void WriteFiles(StreamWriter output, IReadOnlyList<AttachedFile> files) =>
        WriteList(
            output,
            Strings.ExportFiles,
            files.Select(file =>
            {
                var facts = string.Join(", ", MessageParts.Facts(file));
                return $"- {MarkdownText.Link(MessageParts.Name(file), file.Url)}{(facts.Length > 0 ? $" ({MarkdownText.Escape(facts)})" : string.Empty)}";
            })
        );

    private static void WriteSources(StreamWriter output, IReadOnlyList<Citation> sources) =>
        WriteList(
            output,
            Strings.ExportSources,
            sources.Select(
                (source, index) =>
                {
                    var facts = string.Join(", ", MessageParts.Facts(source));
                    var line =
                        $"{index + 1}. {MarkdownText.Escape(MessageParts.Name(source))}{(facts.Length > 0 ? $" ({MarkdownText.Escape(facts)})" : string.Empty)}";
                    return MessageParts.First(source.Content, source.Summary) is { } content
                        ? line + "\n\n" + MarkdownText.Indent(MarkdownText.Quote(MarkdownText.Closed(content))) + "\n"
                        : line;
                }
            )
        );

    private static void WriteList(StreamWriter output, string name, IEnumerable<string> lines)
    {
        var text = string.Join("\n", lines).TrimEnd();
        if (text.Length == 0)
            return;
        Block(output, $"**{name}**");
        Block(output, text);
    }

    private static void Block(StreamWriter output, string text)
    {
        output.WriteLine(text);
        output.WriteLine();
    }

    private static string Date(DateTimeOffset date) => date.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Joined(params string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
