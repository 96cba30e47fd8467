using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;

namespace DifyPS.Completion;

/// <summary>Completes the names of a conversation's variables.</summary>
public class VariableNameCompleter : ValueCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        if (typed.App is not { } app || typed.Text("ConversationId") is not { } conversation || !Fits(app, ModeGuard.ChatButNewAgent))
            return Enumerable.Empty<Suggestion>();
        var user = typed.UserOf(app);
        return CompletionQuery
            .List(app, $"variables {conversation} {user}", (client, cancel) =>
                client.Conversations.GetVariablesAsync(conversation, user, cancellationToken: cancel)
            )
            .Select(Describe);
    }

    private protected virtual Suggestion Describe(ConversationVariable variable) =>
        new(variable.Name, null, $"{variable.ValueType}{(variable.Description is { Length: > 0 } about ? ", " + about : string.Empty)}");
}

/// <summary>Completes the names of a conversation's variables where wildcards are welcome: those of a name stand for themselves.</summary>
public sealed class VariablePatternCompleter : VariableNameCompleter
{
    private protected override string AsArgument(string value) => WildcardPattern.Escape(value);
}

/// <summary>Completes the ids of a conversation's variables, by id or name.</summary>
public sealed class VariableIdCompleter : VariableNameCompleter
{
    private protected override Suggestion Describe(ConversationVariable variable) => new(variable.Id, variable.Name, variable.ValueType);
}
