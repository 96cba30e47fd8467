using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Apps;

/// <summary>Which apps of a workspace are wanted, and how they are asked for: the server narrows the list where every server can.</summary>
internal sealed class WorkspaceAppQuery
{
    // Modes that servers of all versions know; an unknown one would be refused.
    private static readonly string[] KnownModes =
    [
        AppMode.Chat, AppMode.AgentChat, AppMode.AdvancedChat, AppMode.Workflow, AppMode.Completion,
    ];

    // Among so many one looks for a name that was misspelt.
    private const int MostNames = 500;

    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public IReadOnlyList<AppPattern>? Names { get; init; }

    public IReadOnlyList<string>? Modes { get; init; }

    public IReadOnlyList<AppPattern>? Tags { get; init; }

    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Whether a name that no app has is worth an error, as nothing else was asked for.</summary>
    private bool TellsMissing => Modes is null && Tags is null;

    /// <summary>The apps, page by page.</summary>
    /// <param name="open">The workspace.</param>
    /// <param name="onMissing">Is told of a name or an id that no app has.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async IAsyncEnumerable<IReadOnlyList<WorkspaceApp>> PagesAsync(
        OpenWorkspace open,
        Action<DifyCommandException> onMissing,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (Ids is not null && !WaysIn.IsProgrammatic(open.Connection.Way))
        {
            foreach (var id in Ids)
            {
                var app = await FindAsync(open, id, onMissing, cancellationToken).ConfigureAwait(false);
                if (app is not null && Fits(app))
                    yield return [app];
            }

            yield break;
        }

        Begin();
        var filter = await FilterAsync(open, cancellationToken).ConfigureAwait(false);
        await foreach (var page in open.Client.Apps.ListPagesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            if (page.Where(Fits).ToList() is { Count: > 0 } wanted)
                yield return wanted;
        }

        if (_missing.Count == 0)
            yield break;
        var names = Ids is null ? await NamesAsync(open, cancellationToken).ConfigureAwait(false) : [];
        foreach (var name in _missing)
            onMissing(WorkspaceAppErrors.NotFound(open.Connection, name, names));
    }

    // What may have been meant. An error is told all the same where they cannot be had.
    private static async Task<IReadOnlyList<string>> NamesAsync(OpenWorkspace open, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        try
        {
            await foreach (var page in open.Client.Apps.ListPagesAsync(new AppFilter(), cancellationToken).ConfigureAwait(false))
            {
                names.AddRange(page.Select(app => app.Name));
                if (names.Count >= MostNames)
                    break;
            }
        }
        catch (DifyException)
        {
        }

        return names;
    }

    private bool Fits(WorkspaceApp app)
    {
        var names = Names?.Where(name => name.Fits(app.Name)).ToList();
        foreach (var name in names ?? [])
            _missing.Remove(name.Literal);
        var isOfIds = Ids is null || Ids.Contains(app.Id, StringComparer.OrdinalIgnoreCase);
        if (isOfIds)
            _missing.Remove(app.Id);
        return isOfIds
            && names is null or { Count: > 0 }
            && (Modes is null || Modes.Contains(app.Mode, StringComparer.OrdinalIgnoreCase))
            && (Tags is null || Tags.All(tag => app.Tags.Any(one => tag.Fits(one.Name))));
    }

    private void Begin()
    {
        _missing.Clear();
        if (!TellsMissing)
            return;
        foreach (var name in Ids ?? Names?.Where(one => one.IsLiteral).Select(one => one.Literal) ?? [])
            _missing.Add(name);
    }

    private static async Task<WorkspaceApp?> FindAsync(
        OpenWorkspace open,
        string id,
        Action<DifyCommandException> onMissing,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await open.Client.Apps.GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            onMissing(WorkspaceAppErrors.NotFound(open.Connection, id, e));
            return null;
        }
    }

    private async Task<AppFilter> FilterAsync(OpenWorkspace open, CancellationToken cancellationToken) =>
        new()
        {
            Name = Names is { Count: 1 } ? Names[0].Part() : null,
            Mode = Modes is { Count: 1 } ? KnownModes.FirstOrDefault(mode => mode == Modes[0].ToLowerInvariant()) : null,
            TagIds = await TagIdsAsync(open, cancellationToken).ConfigureAwait(false),
        };

    private async Task<IReadOnlyList<string>> TagIdsAsync(OpenWorkspace open, CancellationToken cancellationToken)
    {
        if (Tags is null || WaysIn.IsProgrammatic(open.Connection.Way) || !Tags.Any(tag => tag.IsLiteral))
            return [];
        var tags = await open.Client.Apps.ListTagsAsync(cancellationToken).ConfigureAwait(false);
        var ids = new List<string>();
        foreach (var tag in Tags.Where(tag => tag.IsLiteral))
        {
            var found = tags.Where(one => tag.Fits(one.Name)).ToList();
            if (found.Count == 0)
                throw WorkspaceAppErrors.NoTag(open.Connection, tag.Literal, tags.Select(one => one.Name));
            // Names that differ in their case are one here, and several there.
            if (found.Count == 1)
                ids.Add(found[0].Id);
        }

        return ids;
    }
}
