using System;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A workspace connection as its name stands for it: what <c>Get-DifyWorkspace</c> shows. Holds no secret.</summary>
public sealed class DifyWorkspace
{
    private readonly WorkspaceConnection _connection;

    internal DifyWorkspace(WorkspaceConnection connection, bool isSignedIn)
    {
        _connection = connection;
        IsSignedIn = isSignedIn;
    }

    /// <summary>The name that cmdlets take.</summary>
    public string Name => _connection.Name;

    /// <summary>The same name, under which it flows to the -Workspace parameter of other cmdlets.</summary>
    public string Workspace => Name;

    /// <summary>The workspace's own name in Dify.</summary>
    public string? WorkspaceName => _connection.WorkspaceName;

    /// <summary>Dify's own id of the workspace.</summary>
    public string WorkspaceId => _connection.WorkspaceId;

    /// <summary>The e-mail address of the account; null for an admin key, which is nobody's.</summary>
    public string? Account => _connection.Account;

    /// <summary>What the account was in the workspace when a command asked last; null where the server does not tell.</summary>
    public string? Role => _connection.Role;

    /// <summary>Base address of the console API.</summary>
    public Uri Server => field ??= new Uri(_connection.Server);

    /// <summary>The server's version when last asked; null where it does not tell.</summary>
    public string? ServerVersion => _connection.ServerVersion;

    /// <summary>How it signs in: <c>password</c>, <c>emailCode</c>, <c>adminKey</c>, <c>deviceCode</c> or <c>token</c>.</summary>
    public string Way => _connection.Way;

    /// <summary>
    /// Whether it makes keys of apps: the way in does, and the role, which is an editor's at least. A role that is not known may.
    /// </summary>
    public bool CanMakeKeys => !WaysIn.IsProgrammatic(Way) && WorkspaceRole.CanEdit(Role) != false;

    /// <summary>Whether it revokes keys, and makes those of knowledge, too: that takes an admin or the owner.</summary>
    public bool CanRevokeKeys => !WaysIn.IsProgrammatic(Way) && WorkspaceRole.CanManage(Role) != false;

    /// <summary>Whether other processes can use it, since what signs in is kept.</summary>
    public bool IsRemembered => _connection.IsKept || Way == WaysIn.Token;

    /// <summary>Whether this process can use it without signing in first.</summary>
    public bool IsSignedIn { get; }

    /// <summary>The vault that keeps what signs in; null where nothing is kept.</summary>
    public string? Vault => _connection.Vault;

    /// <summary>The name of the secret in that vault.</summary>
    public string? SecretName => _connection.Secret;

    /// <summary>True when DifyPS wrote the secret and will delete it when the connection is forgotten.</summary>
    public bool OwnsSecret => _connection.OwnsSecret;

    /// <summary>When its token ends, local time; null where nothing is known to end.</summary>
    public DateTimeOffset? ExpiresAt => _connection.Expires?.ToLocalTime();

    /// <summary>Why the server refused the sign-in, so that it is not tried again; null when it did not.</summary>
    public string? RefusedFor => _connection.RefusedFor;

    /// <summary>True when secrets may travel over plain http.</summary>
    public bool AllowUnencryptedAuthentication => _connection.AllowUnencryptedAuthentication;

    /// <summary>True when the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck => _connection.SkipCertificateCheck;

    /// <summary>When the connection was made, local time.</summary>
    public DateTimeOffset Registered => _connection.Registered.ToLocalTime();

    /// <summary>When the workspace last proved to be this one, local time.</summary>
    public DateTimeOffset? Verified => _connection.Verified?.ToLocalTime();

    /// <summary>Gives the name.</summary>
    public override string ToString() => DisplayFormat.Text(Name);
}
