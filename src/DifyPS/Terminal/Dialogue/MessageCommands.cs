using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Files;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Runs;
using DifyPS.Runs.Files;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What goes with messages, and what is thought of their answers.</summary>
internal sealed class MessageCommands(DialogueSession session, MessageSender sender)
{
    /// <summary>Has a file go with the next message, if the app takes it; without a path, none after all.</summary>
    public void Attach(string path)
    {
        if (path.Length == 0)
        {
            session.State.Files.Clear();
            session.Screen.WriteNote(Strings.ChatFilesNone);
            return;
        }

        path = Unquote(path);
        session.Work.Run(async (context, client, token) =>
        {
            var problems = new List<string>();
            var sources = await FileTable.FindAsync(context, session.State.Files.Append(path), problems, token).ConfigureAwait(false);
            if (problems.Count > 0)
                throw new ArgumentException(string.Join(Environment.NewLine, problems.Select(static one => one + ".")));
            var sender = new FileSender(context, client, session.Binding, session.State.User);
            var refused = sources.SelectMany(source => sender.Check(source, null, session.Parameters))
                .Concat(FileRules.CheckCount(sources.Count, session.Parameters)).ToList();
            return refused.Count == 0 ? true : throw FileSender.Refuse(refused, session.Binding.Name);
        });
        session.State.Files.Add(path);
        session.Screen.WriteNote(Strings.FormatChatFiles(string.Join(", ", session.State.Files)));
    }

    /// <summary>Shows the app's input variables, or sets one.</summary>
    public void SetInput(string text)
    {
        var equals = text.IndexOf('=');
        if (equals > 0)
            Set(text.Substring(0, equals).Trim(), text.Substring(equals + 1).Trim());
        else if (text.Length > 0)
            throw new ArgumentException(Strings.ChatInputsHow);
        Show();
        if (session.State.ConversationId is not null && equals > 0)
            session.Screen.WriteNote(Strings.ChatInputsNext);
    }

    /// <summary>Rates the last answer (<c>POST /messages/{message_id}/feedbacks</c>).</summary>
    public void Rate(string rating, string text)
    {
        ModeGuard.Require(session.Binding, "/" + rating, ModeGuard.Messages);
        var message = session.State.MessageId ?? throw new ArgumentException(Strings.ChatNoAnswer);
        session.Work.Run(
            async (_, client, token) =>
            {
                await client
                    .Feedback.SendAsync(message, session.State.User, rating, text.Length == 0 ? null : text, token)
                    .ConfigureAwait(false);
                return true;
            }
        );
        session.Screen.WriteNote(Strings.ChatRated);
    }

    /// <summary>Says the same again.</summary>
    public void Retry()
    {
        var last = session.State.Last ?? throw new ArgumentException(Strings.ChatNothingSaid);
        session.Screen.Quote(session.Prompt, DisplayFormat.Text(last.Text));
        sender.Send(last);
    }

    private void Set(string name, string value)
    {
        var inputs = session.State.Inputs;
        if (value.Length == 0)
        {
            inputs.Remove(name);
            return;
        }

        var filled = FormFiller.Fill(
            session.Form,
            new RunItem(new Hashtable { [name] = value }),
            needsAll: false,
            UnassignedFiles.Message
        );
        if (filled.Problems.Count > 0)
            throw RunErrors.InvalidInputs(session.Binding.Name, filled.Problems, session.Form);
        inputs[session.Form.Find(name)!.Variable] = value;
    }

    private void Show()
    {
        if (session.Form.Variables.Count == 0)
            session.Screen.WriteNote(Strings.FormatInputsNone(session.Binding.Name));
        foreach (var variable in session.Form.Variables)
        {
            session.Screen.WriteText(
                $"{(variable.Required ? '*' : ' ')} {variable.Variable} = {DisplayFormat.Line(session.State.Inputs[variable.Variable] ?? variable.Default)}"
            );
        }
    }

    // Paths come with the quotes that a shell or a file manager puts around them.
    private static string Unquote(string path) =>
        path.Length > 1 && path[0] == path[path.Length - 1] && path[0] is '"' or '\'' ? path.Substring(1, path.Length - 2) : path;
}
