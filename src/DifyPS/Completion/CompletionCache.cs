using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// All that Tab remembers: the end users and the forms that this process has seen last, and what apps answered for it, kept for a
/// minute. An answer that came too late for the Tab that asked is there for the next.
/// The question names everything that the answer hangs on, so that a binding that changed finds nothing here.
/// </summary>
internal static class CompletionCache
{
    // Only for as long as somebody is at one command.
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private const int Capacity = 200;

    private static volatile bool _isUsed;

    /// <summary>What the time is.</summary>
    public static Func<DateTime> Clock { get; set; } = static () => DateTime.UtcNow;

    /// <summary>
    /// The answer that is there or under way; else the one of <paramref name="ask"/>, which must not throw and gives null for none.
    /// </summary>
    public static Task<object?> Ask(string app, string question, Func<Task<object?>> ask)
    {
        var place = (app.ToUpperInvariant(), question);
        var now = Clock();
        if (Tables.Entries.Count >= Capacity && !Tables.Entries.ContainsKey(place))
            Tidy(now);
        _isUsed = true;
        // Asked by whoever got the place, and by nobody else: two runspaces may ask the same at once.
        return Tables.Entries.AddOrUpdate(place, _ => New(), (_, known) => known.IsOver(now) ? New() : known).Answer;

        Entry New() => new(entry => Task.Run(() => AnswerAsync(place, entry, ask)));
    }

    /// <summary>Forgets what an app answered, since something of it has changed. Costs nothing where Tab was never used.</summary>
    public static void Forget(string app)
    {
        if (!_isUsed)
            return;
        var name = app.ToUpperInvariant();
        foreach (var place in Tables.Entries.Keys.Where(place => place.App == name).ToList())
            Tables.Entries.TryRemove(place, out _);
    }

    public static void Clear()
    {
        Tables.Entries.Clear();
        Tables.Users.Clear();
        Tables.Forms.Clear();
        Tables.Keys.Clear();
        Tables.KnowledgeKeys.Clear();
        Tables.WorkspaceApps.Clear();
    }

    /// <summary>Notes an app of a workspace that was listed.</summary>
    public static void Note(WorkspaceConnection connection, DifyWorkspaceApp app) => Tables.WorkspaceApps.Add((PlaceOf(connection), app));

    /// <summary>The apps of a workspace that were listed, the latest first.</summary>
    public static IReadOnlyList<DifyWorkspaceApp> AppsOf(WorkspaceConnection connection)
    {
        var place = PlaceOf(connection);
        return Tables.WorkspaceApps.Find(one => one.Place == place).Select(one => one.App).ToList();
    }

    /// <summary>Where the apps of a connection are, whatever it is called.</summary>
    public static string PlaceOf(WorkspaceConnection connection) => connection.Server + "\n" + connection.WorkspaceId + "\n";

    /// <summary>Notes a key that was listed.</summary>
    public static void Note(DifyAppKey key) => Tables.Keys.Add(key);

    /// <summary>The keys of an app that were listed, the latest first.</summary>
    public static IReadOnlyList<DifyAppKey> KeysOf(string appId) =>
        Tables.Keys.Find(one => DifyId.AreSame(one.AppId, appId));

    /// <summary>Notes a knowledge key that was listed.</summary>
    public static void Note(WorkspaceConnection connection, DifyKnowledgeKey key) => Tables.KnowledgeKeys.Add((PlaceOf(connection), key));

    /// <summary>The knowledge keys of a workspace that were listed, the latest first.</summary>
    public static IReadOnlyList<DifyKnowledgeKey> KnowledgeKeysOf(WorkspaceConnection connection)
    {
        var place = PlaceOf(connection);
        return Tables.KnowledgeKeys.Find(one => one.Place == place).Select(one => one.Key).ToList();
    }

    /// <summary>Notes whom an app was run for, beside the binding's own user.</summary>
    public static void Note(AppBinding binding, string user)
    {
        if (user != binding.User)
            Tables.Users.Add((binding.Name, user));
    }

    /// <summary>Whom an app was run for, the latest first.</summary>
    public static IReadOnlyList<string> UsersOf(string app) =>
        Tables.Users.Find(one => AppName.Comparer.Equals(one.App, app)).Select(one => one.User).ToList();

    /// <summary>Notes a form, whose actions are known then without asking.</summary>
    public static void Note(DifyHumanInputForm form)
    {
        if (form.FormToken is not null)
            Tables.Forms.Add(form);
    }

    /// <summary>The forms of an app (any when null) with that token (any when null), the latest first.</summary>
    public static IReadOnlyList<DifyHumanInputForm> FormsOf(string? app, string? token) =>
        Tables.Forms.Find(one => (app is null || AppName.Comparer.Equals(one.App, app)) && (token is null || one.FormToken == token));

    // The minute runs from the answer, and no answer is nothing to remember. Both are settled before anybody has the
    // answer: who asks again then finds them so.
    private static async Task<object?> AnswerAsync((string, string) place, Entry entry, Func<Task<object?>> ask)
    {
        var answer = await ask().ConfigureAwait(false);
        if (answer is not null)
            entry.Answered = Clock();
        else
            ((ICollection<KeyValuePair<(string, string), Entry>>)Tables.Entries).Remove(new(place, entry));
        return answer;
    }

    private static void Tidy(DateTime now)
    {
        foreach (var pair in Tables.Entries.Where(pair => pair.Value.IsOver(now)).ToList())
            Tables.Entries.TryRemove(pair.Key, out _);
        if (Tables.Entries.Count >= Capacity)
            Tables.Entries.Clear();
    }

    // Of their own, so that a call of a process in which nobody used Tab does not make them.
    private static class Tables
    {
        public static readonly ConcurrentDictionary<(string App, string Question), Entry> Entries = new();

        public static readonly RecentItems<(string App, string User)> Users = new(50, static one => one);

        public static readonly RecentItems<DifyHumanInputForm> Forms = new(100, static one => one.FormToken);

        public static readonly RecentItems<(string Place, DifyWorkspaceApp App)> WorkspaceApps = new(200, static one => one.App.AppId);

        public static readonly RecentItems<DifyAppKey> Keys = new(200, static one => one.KeyId);

        public static readonly RecentItems<(string Place, DifyKnowledgeKey Key)> KnowledgeKeys = new(50, static one => one.Key.KeyId);
    }

    private sealed class Entry
    {
        private readonly Lazy<Task<object?>> _answer;
        private long _answered;

        // Not asked before it is wanted: an entry that did not get its place asks nothing.
        public Entry(Func<Entry, Task<object?>> ask) => _answer = new Lazy<Task<object?>>(() => ask(this));

        public Task<object?> Answer => _answer.Value;

        public DateTime Answered
        {
            set => System.Threading.Interlocked.Exchange(ref _answered, value.Ticks);
        }

        public bool IsOver(DateTime now) =>
            System.Threading.Interlocked.Read(ref _answered) is not 0 and var answered && now.Ticks - answered > Life.Ticks;
    }
}
