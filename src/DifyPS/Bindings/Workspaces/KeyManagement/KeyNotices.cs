using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// What people are told of work on keys that could not be ended: once a command, however often it is tried and however many pieces of work
/// there are, and by the names that they know.
/// </summary>
internal sealed class KeyNotices(AppRegistry registry, Action<string> warn, KeyNotices.Told told)
{
    /// <summary>Tells something, unless the command has told the same already.</summary>
    public void Once(string text)
    {
        if (told.IsNew(text))
            warn(text);
    }

    /// <summary>Tells that a key could not be revoked, and is left to the next run.</summary>
    public void Left(KeyOperation operation, string keyId, string workspace, string reason)
    {
        if (told.IsNew(operation.Id))
            warn(Strings.FormatKeyLeftForNextRun(keyId, NameOf(operation), workspace, reason));
    }

    /// <summary>Tells that work that was cut off could not be ended: once a reason, whatever apps it is about.</summary>
    public void Left(IEnumerable<(KeyOperation Operation, string Reason)> left, string workspace)
    {
        foreach (var one in left.Where(one => told.IsNew(one.Operation.Id)).GroupBy(one => one.Reason, StringComparer.Ordinal).ToList())
        {
            var names = NamesOf(one.Select(item => item.Operation));
            Once(Strings.FormatKeyWorkLeft(SomeOf.List(names), workspace, one.Key));
        }
    }

    /// <summary>The names that work is about, in quotes but for knowledge, each once.</summary>
    public IReadOnlyList<string> NamesOf(IEnumerable<KeyOperation> operations) =>
        [.. operations.Select(Named).Distinct(AppName.Comparer).OrderBy(name => name, AppName.Comparer)];

    /// <summary>The name that the work is about, or what else is known.</summary>
    public string NameOf(KeyOperation operation) => NameOf(registry.Apps, operation);

    /// <summary>The same of the entries of a registry.</summary>
    public static string NameOf(IReadOnlyList<AppBinding> apps, KeyOperation operation) =>
        operation.Name ?? operation.Planned?.Name ?? NameOf(apps, operation.AppId);

    /// <summary>The name that an app has here, or else its id.</summary>
    public static string NameOf(IReadOnlyList<AppBinding> apps, string? appId) =>
        (appId is null ? null : apps.FirstOrDefault(app => DifyId.AreSame(app.AppId, appId))?.Name) ?? KeyOperation.SubjectOf(appId);

    private string Named(KeyOperation operation) =>
        operation is { AppId: null, Name: null, Planned: null } ? NameOf(operation) : $"'{NameOf(operation)}'";

    /// <summary>What one command has told.</summary>
    internal sealed class Told
    {
        private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

        /// <summary>Whether something, by its id or by its words, is told for the first time.</summary>
        public bool IsNew(string what) => _told.TryAdd(what, true);
    }
}
