using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>Sends messages and shows the replies.</summary>
internal sealed class MessageSender(DialogueSession session)
{
    private const int MostQuestions = 9;

    /// <summary>Sends one (<c>POST /chat-messages</c>).</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C stopped the answer, here and at the server.</exception>
    public void Send(SentMessage message)
    {
        var state = session.State;
        state.Last = message;
        state.Files.Clear();
        state.Questions = Array.Empty<string>();
        IAnswerText answer =
            session.Screen.Terminal.CanStyle && !session.Cmdlet.IsVerbose
                ? new LiveAnswer(session.Screen)
                : new PlainAnswer(session.Screen.Terminal);
        answer.Progress(Strings.ChatWaiting);
        answer.Draw();
        ChatReply? reply;
        session.Cmdlet.BeforeLine = answer.MakeRoom;
        try
        {
            reply = session.Work.Run(
                (context, client, token) => RunAsync(message, answer, context, client, token),
                isStopping =>
                {
                    if (isStopping)
                        answer.Progress(Strings.ChatStopping);
                    answer.Draw();
                });
        }
        finally
        {
            session.Cmdlet.BeforeLine = null;
            answer.Finish();
        }

        if (reply is null)
            return;
        ReplyNotes.Show(session, reply);
        if (session.Parameters.SuggestedQuestionsAfterAnswer.Enabled == true && reply.Status == RunStatus.Succeeded)
            Suggest(reply);
        session.Screen.Space();
    }

    /// <summary>Shows questions that the number keys stand for.</summary>
    public void Offer(IEnumerable<string> questions)
    {
        session.State.Questions = questions.Select(DisplayFormat.Line).Where(static one => one.Length > 0).Take(MostQuestions).ToList();
        for (var i = 0; i < session.State.Questions.Count; i++)
            session.Screen.WriteText($"{i + 1}  {session.State.Questions[i]}");
    }

    private async Task<ChatReply?> RunAsync(
        SentMessage message,
        IAnswerText answer,
        PipelineContext context,
        DifyClient client,
        CancellationToken cancellationToken
    )
    {
        var state = session.State;
        // A conversation keeps the inputs that it began with.
        var asked = new RunItem(state.ConversationId is null ? state.Inputs : null, message.Files)
        {
            User = state.User,
            Text = message.Text,
            Conversation = state.ConversationId,
        };
        var kind = new DialogueKind(item => context.Pipeline.Post(() => Apply(item, answer)));
        await new RunContext(kind, session.Binding, asked) { Forms = session.Forms }
            .RunAsync(context, Task.FromResult(client), cancellationToken)
            .ConfigureAwait(false);
        return kind.Reply;
    }

    // Whatever becomes of the reply, its conversation goes on from where it got to.
    private void Apply(DifyEvent item, IAnswerText answer)
    {
        session.State.ConversationId = item.ConversationId ?? session.State.ConversationId;
        session.State.MessageId = item.MessageId ?? session.State.MessageId;
        AnswerEvents.Show(item, session.Binding.Mode, answer);
    }

    private void Suggest(ChatReply reply)
    {
        if (reply.MessageId is not { } message)
            return;
        try
        {
            var questions = session.Work.Run(
                (_, client, token) => client.Chat.GetSuggestedQuestionsAsync(message, session.State.User, token)
            );
            if (questions.Count > 0)
                session.Screen.Space();
            Offer(questions);
        }
        catch (Exception e) when (e is DifyException or OperationCanceledException)
        {
            // The answer is what was asked for.
        }
    }
}
