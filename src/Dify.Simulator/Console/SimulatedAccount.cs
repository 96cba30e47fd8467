using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Dify.Simulator;

/// <summary>Somebody who signs in at the console.</summary>
public sealed class SimulatedAccount
{
    internal SimulatedAccount(string email, string password, string name)
    {
        Email = email;
        Password = password;
        Name = name;
    }

    /// <summary>Dify's id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The address.</summary>
    public string Email { get; }

    /// <summary>The password; null for an account that has none.</summary>
    public string? Password { get; set; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary><c>active</c>, <c>banned</c>, <c>pending</c> or <c>frozen</c>.</summary>
    public string Status { get; set; } = "active";

    /// <summary>The workspaces it is a member of, with its role in each.</summary>
    public IDictionary<Guid, string> Roles { get; } = new ConcurrentDictionary<Guid, string>();

    /// <summary>The workspace that all its sessions are in.</summary>
    public Guid CurrentWorkspaceId { get; set; }
}

/// <summary>A workspace.</summary>
/// <param name="Id">Dify's id.</param>
/// <param name="Name">The name.</param>
public sealed record SimulatedWorkspace(Guid Id, string Name);
