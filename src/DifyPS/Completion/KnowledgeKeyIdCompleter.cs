using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completes ids of knowledge keys with those that names here use and those that this process has listed; nothing is sent.
/// </summary>
public sealed class KnowledgeKeyIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        if (WorkspaceCompletionQuery.ConnectionOf(typed) is not { } connection)
            return [];
        var used = UsersIn(connection);
        return CompletionCache.KnowledgeKeysOf(connection).Select(Describe).Concat(used);
    }

    private static IReadOnlyList<Suggestion> UsersIn(WorkspaceConnection connection)
    {
        try
        {
            return
            [
                .. AppRegistry
                    .Current.Apps.Where(app =>
                        app is { IsKnowledge: true, KeyId: not null } && AppName.Comparer.Equals(app.Workspace, connection.Name)
                    )
                    .Select(app => new Suggestion(app.KeyId!, null, app.Name)),
            ];
        }
        catch (DifyCommandException)
        {
            // Tab is no place for an error; the command itself will tell it.
            return [];
        }
    }

    private static Suggestion Describe(DifyKnowledgeKey key) =>
        new(
            key.KeyId,
            key.CreatedAt is { } made ? $"{key.Masked}, {DisplayFormat.Time(made)}" : key.Masked,
            string.Join(" · ", key.BoundAs.Append(key.LastUsedAt is { } used ? DisplayFormat.Time(used) : Strings.Never))
        );
}
