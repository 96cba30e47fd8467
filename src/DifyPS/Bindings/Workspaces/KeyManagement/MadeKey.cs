using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>A key that a command made and gave, on its way to a name. Whatever goes wrong, it is not left in Dify without a word.</summary>
/// <param name="Workspace">The name of the connection that made it.</param>
/// <param name="AppId">The app; null for knowledge.</param>
/// <param name="KeyId">Dify's id of the key.</param>
/// <param name="AppName">What the app is called in Dify, where that is known.</param>
internal sealed record MadeKey(string Workspace, string? AppId, string KeyId, string? AppName = null)
{
    private static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(30);

    /// <summary>The command that revokes it.</summary>
    public string Removal => KeyErrors.RemovalOf(Workspace, AppId, KeyId);

    /// <summary>What is told of the key where it stays, and is bound to no name.</summary>
    public string Stays => Strings.FormatMadeKeyStays(KeyId);

    /// <summary>What to do about one that stays.</summary>
    /// <param name="isKept">Whether somebody has it, so that it can be bound still.</param>
    public string StaysAction(bool isKept) =>
        isKept ? Strings.FormatMadeKeyKeptAction(Removal) : Strings.FormatMadeKeyStaysAction(Removal);

    /// <summary>The entry of a name where that stands for what the key opens; null for any other.</summary>
    public AppBinding? EntryIn(AppRegistry registry, string name, string? server) =>
        registry.FindWorkspace(Workspace) is not { } connection
            ? null
            : registry.Find(name) is { Mode: { } mode }
                ? KeptSettings.Of(registry, name, connection, AppId, AppName is null ? null : new AppIdentity(AppName, mode), server)
                : KeptSettings.Of(registry, name, connection, AppId, null, server);

    /// <summary>The error, with what becomes of the key: it stays, and how it is revoked is said.</summary>
    public DifyCommandException Left(Exception error, bool isKept) => With(error, Stays, StaysAction(isKept));

    /// <summary>
    /// The error of work that was begun with the key. One that came straight from the command that made it is nobody's, and is revoked;
    /// one that somebody has kept stays.
    /// </summary>
    public async Task<Exception> FailedAsync(Exception error, bool isKept, AppRegistry registry, WorkspaceConnector connector)
    {
        // What failed may have come after the key was bound.
        if (registry.Apps.Any(app => DifyId.AreSame(app.KeyId, KeyId)))
            return error;
        return !isKept && await TryRevokeAsync(registry, connector).ConfigureAwait(false)
            ? With(error, Strings.FormatMadeKeyRevoked(KeyId), null)
            : Left(error, isKept);
    }

    private async Task<bool> TryRevokeAsync(AppRegistry registry, WorkspaceConnector connector)
    {
        if (registry.FindWorkspace(Workspace) is not { } connection)
            return false;
        using var soon = new CancellationTokenSource(CleaningUp);
        try
        {
            var open = await KeyWork.OpenAsync(connector, connection, soon.Token).ConfigureAwait(false);
            return WorkspaceRole.CanManage(open.Connection.Role) != false
                && await KeyMinter.TryDeleteAsync(open, AppId, KeyId, soon.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            return false;
        }
    }

    // The same error, with more to it. That a key which was made just now is not whole, or revoked, is no advice.
    private DifyCommandException With(Exception error, string told, string? action)
    {
        var record = ErrorRecords.From(error, null);
        var advice = error is DifyApiException { StatusCode: 401 }
            ? Strings.FormatMadeKeyUnknownAction(Quoting.Quote(Workspace))
            : record.ErrorDetails?.RecommendedAction;
        var message = error is ArgumentException argument ? ErrorRecords.Sentence(argument) : error.Message;
        return new DifyCommandException(
            record.FullyQualifiedErrorId,
            record.CategoryInfo.Category,
            message + " " + told,
            Joined(advice, action),
            (error as DifyCommandException)?.App,
            error
        );
    }

    // What to do may end with a command.
    private static string? Joined(string? first, string? second) =>
        string.IsNullOrEmpty(first) ? second
        : string.IsNullOrEmpty(second) ? first
        : (first!.EndsWith(".", StringComparison.Ordinal) ? first : first + ".") + " " + second;
}
