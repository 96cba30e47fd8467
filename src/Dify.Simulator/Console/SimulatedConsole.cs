using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Dify.Simulator.Console;

namespace Dify.Simulator;

/// <summary>The console of a version of Dify: people, workspaces, and the API behind its web pages.</summary>
public sealed class SimulatedConsole
{
    private readonly Lock _lock = new();
    private readonly SimulatorState _state;
    private readonly List<SimulatedAccount> _accounts = [];
    private readonly List<SimulatedWorkspace> _workspaces = [];
    private readonly ConcurrentQueue<string> _issued = new();
    private ConsoleDialect _dialect;

    internal SimulatedConsole(SimulatorState state)
    {
        _state = state;
        _dialect = new ConsoleDialect(Version);
        Tokens = new ConsoleTokens(state);
        Devices = new DeviceStore(state);
        _workspaces.Add(new SimulatedWorkspace(state.WorkspaceId, "Simulator"));
    }

    /// <summary>The version, such as <c>1.14.1</c>: it decides the dialect.</summary>
    public string Version
    {
        get => field;
        set
        {
            _dialect = new ConsoleDialect(value);
            field = value;
        }
    } = "1.20.0";

    /// <summary>Whether answers name the version in a header.</summary>
    public bool TellsVersion { get; set; } = true;

    /// <summary>Whether somebody has set the server up.</summary>
    public bool IsSetUp { get; set; } = true;

    /// <summary>Whether people sign in with passwords.</summary>
    public bool AllowsPasswords { get; set; } = true;

    /// <summary>Whether people sign in with codes that come by e-mail.</summary>
    public bool AllowsEmailCodes { get; set; } = true;

    /// <summary>Whether people sign in by single sign-on only.</summary>
    public bool IsSingleSignOnOnly { get; set; }

    /// <summary>Whether unknown addresses may register.</summary>
    public bool AllowsRegistration { get; set; }

    /// <summary>
    /// Whether the configuration has https addresses: cookies are called and guarded accordingly, whatever way requests come.
    /// </summary>
    public bool IsConfiguredForHttps { get; set; }

    /// <summary>The admin key; there is none when null.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Whether lists show parts of keys only; as the version has it when null.</summary>
    public bool? MasksKeys { get; set; }

    /// <summary>Whether the programmatic API is on (<c>OPENAPI_ENABLED</c>).</summary>
    public bool IsProgrammaticApiOn { get; set; } = true;

    /// <summary>Whether it takes tokens (<c>ENABLE_OAUTH_BEARER</c>).</summary>
    public bool TakesBearers { get; set; } = true;

    /// <summary>How long access tokens last.</summary>
    public TimeSpan AccessLifetime { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>How long sessions can be renewed.</summary>
    public TimeSpan RefreshLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many seconds pass between questions of a device.</summary>
    public int DeviceInterval { get; set; } = 5;

    /// <summary>The accounts.</summary>
    public IReadOnlyList<SimulatedAccount> Accounts
    {
        get
        {
            lock (_lock)
            {
                return _accounts.ToArray();
            }
        }
    }

    /// <summary>The workspaces; the first is the one that everything belongs to unless it is put into another.</summary>
    public IReadOnlyList<SimulatedWorkspace> Workspaces
    {
        get
        {
            lock (_lock)
            {
                return _workspaces.ToArray();
            }
        }
    }

    /// <summary>Every token that was handed out so far, for tests that look for them where none may be.</summary>
    public IReadOnlyCollection<string> IssuedTokens => _issued;

    internal ConsoleDialect Dialect => _dialect;

    internal ConsoleTokens Tokens { get; }

    internal DeviceStore Devices { get; }

    internal EmailCodes Codes { get; } = new();

    /// <summary>How often each address was given with a wrong password since the last right one.</summary>
    internal ConcurrentDictionary<string, int> WrongPasswords { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal ConcurrentDictionary<string, PendingImport> Imports { get; } = new(StringComparer.Ordinal);

    internal bool ShowsWholeKeys => !(MasksKeys ?? Dialect.MasksKeys);

    /// <summary>Adds a workspace.</summary>
    public SimulatedWorkspace AddWorkspace(string name)
    {
        var workspace = new SimulatedWorkspace(Guid.NewGuid(), name);
        lock (_lock)
        {
            _workspaces.Add(workspace);
        }

        return workspace;
    }

    /// <summary>Adds an account.</summary>
    /// <param name="email">The address.</param>
    /// <param name="password">The password.</param>
    /// <param name="role">Its role in the first workspace; null for an account without a workspace.</param>
    /// <param name="name">The name.</param>
    public SimulatedAccount AddAccount(string email, string password, string? role = "owner", string name = "Ann")
    {
        var account = new SimulatedAccount(email, password, name);
        if (role is not null)
        {
            account.Roles[_state.WorkspaceId] = role;
            account.CurrentWorkspaceId = _state.WorkspaceId;
        }

        lock (_lock)
        {
            _accounts.Add(account);
        }

        return account;
    }

    /// <summary>The account of an address, or null.</summary>
    public SimulatedAccount? Account(string email) =>
        Accounts.FirstOrDefault(account => account.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

    /// <summary>The code that was last sent to an address, or null.</summary>
    public string? LastCode(string email) => Codes.Last(email);

    /// <summary>Has all sessions need to be renewed, as after an hour.</summary>
    public void ExpireSessions() => Tokens.ExpireAccess();

    /// <summary>Has all sessions be over, as after a month.</summary>
    public void EndSessions() => Tokens.Clear();

    /// <summary>Signs somebody in as their browser does, and gives what renews that session.</summary>
    public string SignInBrowser(SimulatedAccount account) => Tokens.Issue(account, AccessLifetime, RefreshLifetime).Refresh;

    /// <summary>Whether something renews a session still. It is used up by the question.</summary>
    public bool TakesRefresh(string refresh) => Tokens.TakeRefresh(refresh) is not null;

    /// <summary>The codes of the devices that wait.</summary>
    public IReadOnlyList<string> WaitingDevices => Devices.Waiting;

    /// <summary>Lets somebody allow a device in their browser.</summary>
    public bool ApproveDevice(string userCode, SimulatedAccount account) => Devices.Decide(userCode, account);

    /// <summary>Lets somebody refuse a device in their browser.</summary>
    public bool DenyDevice(string userCode) => Devices.Decide(userCode, account: null);

    /// <summary>Has the programmatic API change, as by an update: what was made by the old description is refused once.</summary>
    public void ChangeCatalog() => Devices.ChangeCatalog();

    /// <summary>The id of a tag.</summary>
    public static Guid TagId(string name) =>
        new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    internal SimulatedWorkspace? Workspace(Guid id) => Workspaces.FirstOrDefault(workspace => workspace.Id == id);

    internal string Note(string token)
    {
        _issued.Enqueue(token);
        return token;
    }

    internal void Reset()
    {
        lock (_lock)
        {
            _accounts.Clear();
            _workspaces.RemoveRange(1, _workspaces.Count - 1);
        }

        Tokens.Clear();
        Devices.Clear();
        WrongPasswords.Clear();
        Imports.Clear();
    }
}
