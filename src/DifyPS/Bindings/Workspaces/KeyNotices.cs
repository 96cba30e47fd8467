using System;
using System.Collections.Concurrent;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// What people are told of work on keys that could not be ended: once a command for each piece, however often it is tried, and with the
/// name that they know it by.
/// </summary>
internal sealed class KeyNotices(AppRegistry registry, Action<string> warn, KeyNotices.Told told)
{
    /// <summary>Tells that a key could not be revoked, and is left to the next run.</summary>
    public void Left(KeyOperation operation, string keyId, string workspace, string reason)
    {
        if (told.IsNew(operation.Id))
            warn(Strings.FormatKeyLeftForNextRun(keyId, NameOf(operation), workspace, reason));
    }

    /// <summary>Tells that work that was cut off could not be ended.</summary>
    public void Left(KeyOperation operation, string workspace, string reason)
    {
        if (told.IsNew(operation.Id))
            warn(Strings.FormatKeyWorkLeft(NameOf(operation), workspace, reason));
    }

    /// <summary>The name that the work is about, or what else is known.</summary>
    public string NameOf(KeyOperation operation) =>
        operation.Planned?.Name
        ?? (operation.AppId is { } id ? registry.Apps.FirstOrDefault(app => DifyId.AreSame(app.AppId, id))?.Name : null)
        ?? KeyOperation.SubjectOf(operation.AppId);

    /// <summary>What one command has told.</summary>
    internal sealed class Told
    {
        private readonly ConcurrentDictionary<string, bool> _operations = new(StringComparer.Ordinal);

        public bool IsNew(string operation) => _operations.TryAdd(operation, true);
    }
}
