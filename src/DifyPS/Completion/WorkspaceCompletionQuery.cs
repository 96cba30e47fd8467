using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Asks a workspace something for Tab, as <see cref="CompletionQuery"/> asks apps: only by a way in that this process has used already, and
/// waiting only for as long as nobody would notice.
/// </summary>
internal static class WorkspaceCompletionQuery
{
    /// <summary>The connections of the registry.</summary>
    public static IReadOnlyList<WorkspaceConnection> Connections()
    {
        try
        {
            return AppRegistry.Current.Workspaces;
        }
        catch (DifyCommandException)
        {
            // Tab is no place for an error; the command itself will tell it.
            return [];
        }
    }

    /// <summary>The connection that was typed, or the only one; null when there is none.</summary>
    public static WorkspaceConnection? ConnectionOf(CompletionContext typed)
    {
        var all = Connections();
        return typed.Text("Workspace") is { } name ? all.Named(name)
            : all.Count == 1 ? all[0]
            : null;
    }

    /// <summary>The apps whose name may fit the word, or those that were listed last where the workspace does not answer in time.</summary>
    public static IReadOnlyList<DifyWorkspaceApp> Apps(WorkspaceConnection connection, string word)
    {
        var part = word.Length == 0 ? null : new AppPattern(System.Management.Automation.WildcardPattern.Escape(word)).Part();
        return Ask(connection, "apps\n" + part, async (client, cancel) =>
            {
                var filter = new AppFilter { Name = part };
                await foreach (var page in client.Apps.ListPagesAsync(filter, cancel).ConfigureAwait(false))
                    return page.Select(app => DifyWorkspaceApp.From(connection.Name, app, [])).ToList();
                return [];
            }) ?? CompletionCache.AppsOf(connection);
    }

    /// <summary>The tags of the workspace's apps.</summary>
    public static IReadOnlyList<string> Tags(WorkspaceConnection connection) =>
        (WaysIn.IsProgrammatic(connection.Way)
            ? null
            : Ask(connection, "tags", async (client, cancel) =>
                (await client.Apps.ListTagsAsync(cancel).ConfigureAwait(false)).Select(tag => tag.Name).ToList()))
        ?? CompletionCache.AppsOf(connection).SelectMany(app => app.Tags).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>Forgets what a workspace answered, since its apps have changed.</summary>
    public static void Forget(WorkspaceConnection connection) => CompletionCache.Forget(CompletionCache.PlaceOf(connection));

    private static List<T>? Ask<T>(
        WorkspaceConnection connection,
        string what,
        Func<WorkspaceClient, CancellationToken, Task<List<T>>> question
    )
    {
        if (OpenedWorkspaces.Find(AppRegistry.Current.Path, connection) is not { } credential)
            return null;
        var answer = CompletionCache.Ask(
            CompletionCache.PlaceOf(connection),
            what + "\n" + credential.Fingerprint,
            () => AskAsync(connection, credential, question)
        );
        return answer.Wait(CompletionQuery.Patience) ? answer.Result as List<T> : null;
    }

    private static async Task<object?> AskAsync<T>(
        WorkspaceConnection connection,
        WorkspaceCredential credential,
        Func<WorkspaceClient, CancellationToken, Task<List<T>>> question
    )
    {
        using var limit = new CancellationTokenSource(CompletionQuery.LatePatience);
        try
        {
            var options = new DifyClientOptions { RequestTimeout = CompletionQuery.LatePatience, MaxRetries = 0 };
            var client = new WorkspaceClient(connection.ToServer(), credential, options);
            // The browser may have moved the session to another workspace, whose apps are not offered for this one's.
            if (
                WaysIn.IsSession(connection.Way)
                && (await client.Workspaces.GetCurrentAsync(limit.Token).ConfigureAwait(false)).Id is var current
                && !DifyId.AreSame(current, connection.WorkspaceId)
            )
            {
                return null;
            }

            return await question(client, limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Tab is no place for an error; the command itself will tell it.
            return null;
        }
    }
}
