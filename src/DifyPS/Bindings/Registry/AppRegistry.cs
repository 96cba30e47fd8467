using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// The bindings of one registry file. Reading is a look at the file's time stamp as long as nothing
/// changed; writing goes through <see cref="UpdateAsync"/> alone.
/// </summary>
internal sealed partial class AppRegistry
{
    // A file system's clock ticks coarsely: a file written just now may be written again within the same
    // tick, and look unchanged. Only a stamp older than this proves that the file is still the same.
    private static readonly TimeSpan StampResolution = TimeSpan.FromMilliseconds(100);

    private static readonly ConcurrentDictionary<string, AppRegistry> Known = new(StringComparer.Ordinal);

    // Whether the work that asks holds the lock itself. It goes with the flow of execution, as the work does.
    private readonly AsyncLocal<bool> _isWriting = new();

    private volatile Snapshot? _snapshot;

    // While a thousand apps are bound, the file changes with each step of each of them, by one entry.
    private volatile RegistryText? _text;

    private AppRegistry(string path) => Path = path;

    /// <summary>The one of the session on this thread, for code that has no cmdlet.</summary>
    public static AppRegistry Current => At(RegistryPath.Find(SessionPath.SessionOfThread));

    public string Path { get; }

    public static AppRegistry At(string path) => Known.GetOrAdd(path, static p => new AppRegistry(p));

    public IReadOnlyList<AppBinding> Apps => Load().Apps;

    /// <summary>Entries that cannot be understood, and keep nobody else from working.</summary>
    public IReadOnlyList<DamagedEntry> Damaged => Load().Damaged;

    public AppBinding? Find(string name) => Apps.Named(name);

    /// <summary>Gives the binding, or throws <c>RegistryDamaged</c>, or <c>AppNotFound</c> with the names that come near.</summary>
    public AppBinding Get(string name)
    {
        AppName.RequireNoKey(name);
        RequireSound(name);
        return Find(name) ?? throw NotFound(name);
    }

    /// <summary>
    /// Throws <c>RegistryDamaged</c> where an entry of this name cannot be understood: it stays as it is, and no other takes its place.
    /// </summary>
    public void RequireSound(string name) => RequireSound(Damaged, name);

    /// <summary>
    /// Bindings whose name matches the pattern, in order of name; a plain name that is not there throws <c>AppNotFound</c>. Of a pattern
    /// with wildcards, what is damaged is told to <paramref name="onDamaged"/>, also where it has no name to compare.
    /// </summary>
    public IReadOnlyList<AppBinding> Match(string pattern, Action<DifyCommandException>? onDamaged = null) =>
        Match(pattern, Get, () => Apps, () => Damaged, onDamaged);

    /// <summary>
    /// Takes the lock, reads the file afresh, and hands it to <paramref name="change"/>, which may do
    /// what must be done under the lock (write a secret, say) and gives the new list, or null to leave
    /// the file alone. Nothing is written when it throws.
    /// </summary>
    public Task UpdateAsync(
        Func<IReadOnlyList<AppBinding>, Task<IReadOnlyList<AppBinding>?>> change,
        CancellationToken cancellationToken) =>
        UpdateDocumentAsync(
            async document =>
                await change(document.Apps).ConfigureAwait(false) is { } apps ? document with { Apps = apps } : null,
            cancellationToken);

    /// <summary>The same for all that the file holds.</summary>
    public async Task UpdateDocumentAsync(
        Func<RegistryDocument, Task<RegistryDocument?>> change,
        CancellationToken cancellationToken)
    {
        CreateFolder();
        using (await RegistryLock.AcquireAsync(Path, cancellationToken).ConfigureAwait(false))
        {
            _isWriting.Value = true;
            var document = ReadFile();
            // Before anything is changed elsewhere: a registry that cannot be written is known now.
            using var next = RegistryFile.Begin(Path);
            if (await change(document).ConfigureAwait(false) is not { } changed)
                return;
            foreach (var app in changed.Apps)
                RequireSound(document.Damaged, app.Name);
            foreach (var connection in changed.Workspaces)
                RequireSound(document.DamagedWorkspaces, connection.Name);
            RegistryFile.Replace(Path, next, changed with
            {
                Apps = changed.Apps.OrderBy(app => app.Name, AppName.Comparer).ToList(),
                Workspaces = changed.Workspaces.OrderBy(connection => connection.Name, AppName.Comparer).ToList(),
            });
            _snapshot = null;
        }
    }

    /// <summary>
    /// Waits until nobody changes the file, or a secret under its lock, any more. False where there is nobody to wait for: this work is
    /// itself the one that writes, or the lock cannot be had.
    /// </summary>
    public async Task<bool> WaitForWritersAsync(CancellationToken cancellationToken)
    {
        if (_isWriting.Value || !File.Exists(Path))
            return false;
        try
        {
            using (await RegistryLock.AcquireAsync(Path, cancellationToken).ConfigureAwait(false))
                return true;
        }
        catch (DifyCommandException e) when (e.ErrorId is "RegistryNotWritable" or "RegistryLocked")
        {
            return false;
        }
    }

    /// <summary>Replaces one binding, if it is still there.</summary>
    public Task ReplaceAsync(string name, Func<AppBinding, AppBinding> change, CancellationToken cancellationToken) =>
        UpdateAsync(
            apps => Task.FromResult<IReadOnlyList<AppBinding>?>(
                apps.Select(app => AppName.Comparer.Equals(app.Name, name) ? change(app) : app).ToList()),
            cancellationToken);

    private IReadOnlyList<T> Match<T>(
        string pattern,
        Func<string, T> get,
        Func<IReadOnlyList<T>> sound,
        Func<IReadOnlyList<DamagedEntry>> damaged,
        Action<DifyCommandException>? onDamaged
    )
        where T : class, INamedEntry
    {
        AppName.RequireNoKey(pattern);
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
            return [get(WildcardPattern.Unescape(pattern))];
        var wildcard = new WildcardPattern(NameComparer.Compose(pattern), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        foreach (var entry in damaged().Where(entry => entry.Name is null || wildcard.IsMatch(NameComparer.Compose(entry.Name))))
            onDamaged?.Invoke(entry.ToException(Path));
        return [.. sound().Where(one => wildcard.IsMatch(NameComparer.Compose(one.Name))).OrderBy(one => one.Name, AppName.Comparer)];
    }

    private void RequireSound(IEnumerable<DamagedEntry> damaged, string name)
    {
        if (damaged.FirstOrDefault(entry => AppName.Comparer.Equals(entry.Name, name)) is { } entry)
            throw entry.ToException(Path);
    }

    private RegistryDocument Load()
    {
        var stamp = Stamp.Of(Path);
        var snapshot = _snapshot;
        if (snapshot is not null && stamp.IsSame(snapshot.Stamp) && stamp.Settled(snapshot.ReadAt))
            return snapshot.Document;
        var readAt = DateTime.UtcNow;
        var document = ReadFile();
        _snapshot = new Snapshot(document, stamp, readAt);
        return document;
    }

    private RegistryDocument ReadFile()
    {
        var text = RegistryFile.ReadText(Path, _text);
        _text = text;
        return text?.Document ?? new RegistryDocument();
    }

    private void CreateFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        try
        {
            PrivateFile.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DifyCommandException(
                "RegistryNotWritable", ErrorCategory.WriteError,
                Strings.FormatRegistryFolder(folder, e.Message),
                Strings.FormatRegistryAction(RegistryPath.Variable), innerException: e);
        }
    }

    private DifyCommandException NotFound(string name)
    {
        var near = AppName.Nearest(name, Apps.Select(app => app.Name));
        var typed = Quoting.Quote(name);
        var action = Strings.FormatAppNotFoundAction(typed);
        // A key that is typed goes to whatever server is named; one that a workspace makes is of its own app.
        if (Workspaces.Count > 0)
            action = Strings.FormatAppNotFoundActionWorkspace(action, typed);
        return new DifyCommandException(
            "AppNotFound", ErrorCategory.ObjectNotFound,
            near.Count > 0 ? Strings.FormatAppNotFoundNear(name, string.Join(Strings.ListOr, near.Select(n => $"'{n}'")))
            : Apps.Count > 0 ? Strings.FormatAppNotFound(name)
            : Strings.FormatAppNotFoundNone(name),
            action, name);
    }

    private sealed class Snapshot(RegistryDocument document, Stamp stamp, DateTime readAt)
    {
        public readonly RegistryDocument Document = document;
        public readonly Stamp Stamp = stamp;
        public readonly DateTime ReadAt = readAt;
    }

    // No record: each look at the file would compile its equality first.
    private readonly struct Stamp(DateTime written, long length)
    {
        private readonly DateTime _written = written;
        private readonly long _length = length;

        public static Stamp Of(string path)
        {
            // A link has a time and a length of its own, which tell nothing of its file.
            var file = new FileInfo(path);
            if ((file.Attributes & FileAttributes.ReparsePoint) != 0 && file.Exists)
                file = new FileInfo(FinalPath.Of(path));
            return file.Exists ? new Stamp(file.LastWriteTimeUtc, file.Length) : default;
        }

        // Read well after the last write: a later write would have another stamp.
        public bool Settled(DateTime readAt) => readAt - _written > StampResolution;

        public bool IsSame(in Stamp other) => _written == other._written && _length == other._length;
    }
}
