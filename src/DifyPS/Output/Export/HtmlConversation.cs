using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Dify.Client.Conversations;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Output.Html;

namespace DifyPS.Output.Export;

/// <summary>Writes a conversation as one page: what was asked as plain text, what was answered as the Markdown it is.</summary>
internal sealed class HtmlConversation
{
    private readonly ConversationHead _head;
    private readonly HtmlWriter _html;

    private HtmlConversation(ConversationHead head, HtmlWriter html)
    {
        _head = head;
        _html = html;
    }

    public static FileInfo Save(ConversationHead head, MessageSpool messages, ExportFile file) =>
        new HtmlPage(ConversationTitle.Of(head, messages.Totals), "conversation.css").Save(file, html =>
            new HtmlConversation(head, html).Write(messages)
        );

    private void Write(MessageSpool messages)
    {
        WriteHead(messages.Totals);
        ConversationMessage? before = null;
        foreach (var message in messages.OldestFirst())
        {
            _html.Open("article", ("id", message.Id));
            WriteQuestion(message, before);
            WriteAnswer(message);
            _html.Close().Line();
            before = message;
        }

        if (messages.Totals.Messages == 0)
            _html.Element("p", Strings.ExportNothingSaid, ("class", "dim"));
        _html.Element(
            "footer",
            Strings.FormatExportFoot(
                _head.ConversationId,
                DisplayFormat.Time(_head.ExportedAt),
                _head.ExportedAt.ToString("zzz", CultureInfo.InvariantCulture)
            ),
            ("class", "page")
        );
    }

    private void WriteHead(ConversationTotals totals)
    {
        _html.Open("header", ("class", "page")).Element("h1", ConversationTitle.Of(_head, totals), ("dir", "auto"));
        _html.Open("p", ("class", "dim")).Element("bdi", _head.App).Text(" · ").Element("bdi", _head.User);
        if (totals is { First: { } first, Last: { } last })
        {
            _html.Text(" · ");
            if (last - first < TimeSpan.FromMinutes(1))
            {
                _html.Time(first.ToLocalTime());
            }
            else
            {
                _html.Text(
                    Strings.FormatExportDates(
                        DisplayFormat.Time(first.ToLocalTime()),
                        last.ToLocalTime()
                            .ToString(
                                last.ToLocalTime().Date == first.ToLocalTime().Date ? "HH:mm" : "yyyy-MM-dd HH:mm",
                                CultureInfo.InvariantCulture
                            )
                    )
                );
            }
        }

        _html.Close().Element("p", string.Join(" · ", totals.Parts()), ("class", "dim")).Close().Line();
        if (MessageParts.First(_head.Introduction) is { } introduction)
        {
            _html
                .Open("article")
                .Open("section", ("class", "answer"))
                .Open("h2", ("class", "who"))
                .Element("bdi", _head.App)
                .Close()
                .Markdown(introduction, "words")
                .Close()
                .Close()
                .Line();
        }
    }

    private void WriteQuestion(ConversationMessage message, ConversationMessage? before)
    {
        var inputs = MessageParts.NewInputs(message, before);
        _html.Open("section", ("class", "question"));
        _html.Open("h2", ("class", "who")).Element("bdi", _head.User);
        if (message.CreatedAt is { } date)
            _html.Text(" ").Time(date.ToLocalTime());
        _html.Close();
        if (message.Query.Length > 0)
            _html.Element("div", message.Query, ("class", "words plain"), ("dir", "auto"));
        if (inputs.Count > 0)
        {
            _html.Open("dl", ("class", "facts inputs"));
            foreach (var input in inputs)
                _html.Element("dt", input.Key, ("dir", "auto")).Element("dd", input.Value, ("dir", "auto"), ("class", "plain"));
            _html.Close();
        }

        WriteFiles(MessageParts.Files(message, ofAnswer: false));
        _html.Close().Line();
    }

    private void WriteAnswer(ConversationMessage message)
    {
        var (reasoning, answer) = MessageParts.Split(message.Answer);
        _html.Open("section", ("class", "answer")).Open("h2", ("class", "who")).Element("bdi", _head.App).Close();
        if (reasoning is not null)
            _html.Open("details").Element("summary", Strings.ExportReasoning).Markdown(reasoning, "words aside").Close();
        WriteThoughts(MessageParts.Thoughts(message));
        foreach (var form in message.HumanInput)
            WriteForm(form);
        if (answer.Length > 0)
            _html.Markdown(answer, "words");
        if (message.Status == "error" || MessageParts.First(message.Error) is not null)
        {
            _html
                .Open("p", ("class", "failure"), ("dir", "auto"))
                .Element("strong", Strings.ExportFailed)
                .Text(" ")
                .Text(message.Error ?? Strings.ExportNoAnswer)
                .Close();
        }
        WriteFiles(MessageParts.Files(message, ofAnswer: true));
        WriteSources(message.Citations);
        WriteFacts(message);
        _html.Close();
    }

    private void WriteThoughts(IReadOnlyList<AgentThought> thoughts)
    {
        if (thoughts.Count == 0)
            return;
        var tools = thoughts
            .SelectMany(thought => (thought.Tool ?? string.Empty).Split(';'))
            .Where(tool => tool.Trim().Length > 0)
            .Distinct()
            .ToArray();
        var count = thoughts.Count == 1 ? Strings.ExportThoughtsOne : Strings.FormatExportThoughts(DisplayFormat.Count(thoughts.Count));
        var summary = tools.Length == 0 ? count : Strings.FormatExportThoughtsWith(count, string.Join(", ", tools));
        _html.Open("details").Element("summary", summary, ("dir", "auto")).Open("ol", ("class", "aside"));
        foreach (var thought in thoughts)
        {
            _html.Open("li");
            if (MessageParts.First(thought.Thought) is { } text)
                _html.Markdown(text, "words");
            if (MessageParts.First(thought.Tool) is { } tool)
                _html.Open("p").Text(Strings.ExportTool).Text(" ").Element("code", tool).Close();
            if (MessageParts.First(thought.ToolInput) is { } input)
                _html.Element("pre", input, ("data-language", Strings.ExportToolInput));
            if (MessageParts.First(thought.Observation) is { } observation)
                _html.Element("pre", observation, ("data-language", Strings.ExportToolResult));
            _html.Close();
        }

        _html.Close().Close().Line();
    }

    private void WriteForm(HumanInput form)
    {
        _html
            .Open("div", ("class", "form"))
            .Open("p")
            .Element("strong", MessageParts.First(form.Submission?.NodeTitle, form.Form?.NodeTitle) ?? Strings.ExportForm, ("dir", "auto"))
            .Text(" ")
            .Element(
                "span",
                MessageParts.Outcome(form),
                ("class", form.Submission is null && form.Submitted != true ? "badge warn" : "badge good")
            )
            .Close();
        if (MessageParts.Text(form) is { } text)
            _html.Markdown(text, "words");
        _html.Close();
    }

    private void WriteFiles(IReadOnlyList<AttachedFile> files)
    {
        if (files.Count == 0)
            return;
        _html.Open("ul", ("class", "files"));
        foreach (var file in files)
        {
            _html.Open("li").Open("bdi").Link(file.Url, MessageParts.Name(file)).Close();
            if (string.Join(", ", MessageParts.Facts(file)) is { Length: > 0 } facts)
                _html.Text(" ").Element("span", facts, ("class", "dim"));
            _html.Close();
        }

        _html.Close();
    }

    private void WriteSources(IReadOnlyList<Citation> sources)
    {
        if (sources.Count == 0)
            return;
        _html.Open("div", ("class", "sources")).Element("h3", Strings.ExportSources).Open("ol");
        foreach (var source in sources)
        {
            var content = MessageParts.First(source.Content, source.Summary);
            _html.Open("li");
            if (content is not null)
                _html.Open("details").Open("summary");
            _html.Element("bdi", MessageParts.Name(source));
            if (string.Join(" · ", MessageParts.Facts(source)) is { Length: > 0 } facts)
                _html.Text(" ").Element("span", facts, ("class", "dim"));
            if (content is not null)
                _html.Close().Element("blockquote", content, ("class", "plain"), ("dir", "auto")).Close();
            _html.Close();
        }

        _html.Close().Close();
    }

    private void WriteFacts(ConversationMessage message)
    {
        var facts = string.Join(" · ", MessageParts.Facts(message));
        var feedback = MessageParts.Feedback(message);
        if (facts.Length == 0 && feedback is null)
            return;
        _html.Open("p", ("class", "measures")).Text(facts);
        if (feedback is not null)
        {
            _html
                .Text(facts.Length > 0 ? " " : null)
                .Element(
                    "span",
                    feedback,
                    (
                        "class",
                        message.Feedback!.Rating switch
                        {
                            "like" => "badge good",
                            "dislike" => "badge bad",
                            _ => "badge",
                        }
                    )
                );
        }
        _html.Close();
    }
}
