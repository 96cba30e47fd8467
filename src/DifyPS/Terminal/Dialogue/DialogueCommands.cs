using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Common;

namespace DifyPS.Terminal.Dialogue;

/// <summary>A command of a dialogue, such as <c>/new</c>.</summary>
/// <param name="Name">Its name, with the slash.</param>
/// <param name="Argument">What it takes, as the help shows it; empty for nothing.</param>
/// <param name="Help">What it does.</param>
/// <param name="Run">Does it.</param>
internal sealed record DialogueCommand(string Name, string Argument, string Help, Action<string> Run);

/// <summary>All commands of a dialogue.</summary>
internal sealed class DialogueCommands
{
    private readonly DialogueSession _session;

    public DialogueCommands(DialogueSession session, MessageSender sender)
    {
        _session = session;
        var talks = new ConversationCommands(session, sender);
        var words = new MessageCommands(session, sender);
        All =
        [
            new("/new", string.Empty, Strings.ChatHelpNew, _ => talks.New()),
            new("/list", string.Empty, Strings.ChatHelpList, _ => talks.List()),
            new("/open", "N", Strings.ChatHelpOpen, talks.Open),
            new("/file", "PATH", Strings.ChatHelpFile, words.Attach),
            new("/inputs", "NAME=VALUE", Strings.ChatHelpInputs, words.SetInput),
            new("/like", "TEXT", Strings.ChatHelpLike, text => words.Rate("like", text)),
            new("/dislike", "TEXT", Strings.ChatHelpDislike, text => words.Rate("dislike", text)),
            new("/retry", string.Empty, Strings.ChatHelpRetry, _ => words.Retry()),
            new("/save", "FILE", Strings.ChatHelpSave, new SaveCommand(session).Run),
            new("/user", "NAME", Strings.ChatHelpUser, talks.SetUser),
            new("/help", string.Empty, Strings.ChatHelpHelp, _ => Help()),
            new("/exit", string.Empty, Strings.ChatHelpExit, _ => session.State.IsOver = true),
        ];
    }

    public IReadOnlyList<DialogueCommand> All { get; }

    /// <summary>Whether the text is a command. Two slashes begin a message that itself begins with one.</summary>
    public static bool IsCommand(string text) =>
        text.StartsWith("/", StringComparison.Ordinal) && !text.StartsWith("//", StringComparison.Ordinal);

    /// <summary>Runs the command that was entered. Its beginning is enough, where no other begins so.</summary>
    public void Run(string text)
    {
        var end = text.IndexOf(' ');
        var name = end < 0 ? text : text.Substring(0, end);
        var found = All.Where(command => command.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        var exact = found.Where(command => string.Equals(command.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        var chosen = exact.Count == 1 ? exact : found;
        if (chosen.Count != 1)
            throw new ArgumentException(Strings.FormatChatCommandUnknown(DisplayFormat.Short(name, 40)));
        chosen[0].Run(end < 0 ? string.Empty : text.Substring(end).Trim());
    }

    private void Help()
    {
        var width = All.Max(static command => command.Name.Length + command.Argument.Length + 1);
        foreach (var command in All)
            _session.Screen.WriteText($"{command.Name} {command.Argument}".PadRight(width) + "  " + command.Help);
        _session.Screen.WriteNote(Strings.ChatHelpKeys);
    }
}
