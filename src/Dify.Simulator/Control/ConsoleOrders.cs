using System;
using System.Collections.Generic;

namespace Dify.Simulator.Control;

/// <summary>The console as it should be. What is null stays as it is.</summary>
internal sealed record ConsoleOrder
{
    public string? Version { get; init; }

    public bool? TellsVersion { get; init; }

    public bool? IsSetUp { get; init; }

    public bool? AllowsPasswords { get; init; }

    public bool? AllowsEmailCodes { get; init; }

    public bool? AllowsRegistration { get; init; }

    public bool? IsSingleSignOnOnly { get; init; }

    public bool? IsConfiguredForHttps { get; init; }

    public bool? MasksKeys { get; init; }

    public string? AdminKey { get; init; }

    public bool? IsProgrammaticApiOn { get; init; }

    public bool? TakesBearers { get; init; }

    public int? DeviceInterval { get; init; }
}

internal sealed record ConsoleView(
    string Version,
    IReadOnlyList<WorkspaceView> Workspaces,
    IReadOnlyList<AccountView> Accounts,
    IReadOnlyList<string> WaitingDevices
);

internal sealed record WorkspaceView(Guid Id, string Name);

/// <summary>An account as it should be. What is null stays as it is.</summary>
internal sealed record AccountOrder
{
    public string? Email { get; init; }

    public string? Password { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }

    /// <summary>Its role in the first workspace.</summary>
    public string? Role { get; init; }

    /// <summary>Its role in workspaces, by their names.</summary>
    public IReadOnlyDictionary<string, string>? Roles { get; init; }

    /// <summary>The name of the workspace that its sessions are in.</summary>
    public string? Workspace { get; init; }
}

internal sealed record AccountView(
    Guid Id,
    string Email,
    string Name,
    string Status,
    Guid CurrentWorkspaceId,
    IReadOnlyDictionary<string, string> Roles
);

internal sealed record CodeView(string? Code);

internal sealed record ApprovalOrder(string? Email = null);
