using System;

namespace Dify.Simulator.Console;

/// <summary>What the console of a version is like.</summary>
internal sealed class ConsoleDialect(string version)
{
    private readonly Version _version = Version.Parse(version);

    /// <summary>Sessions are cookies, and requests need a word against forged ones.</summary>
    public bool UsesCookies => IsAtLeast("1.9.2");

    /// <summary>Passwords and codes come as Base64.</summary>
    public bool EncodesPasswords => IsAtLeast("1.11.2");

    /// <summary>The admin key needs the word against forged requests too, and has none.</summary>
    public bool RefusesAdminKey => UsesCookies && !IsAtLeast("1.11.0");

    public bool AsksWorkspaceByPost => IsAtLeast("1.10.1");

    public bool TellsUnknownAccounts => !IsAtLeast("1.9.1");

    public bool NumbersTags => IsAtLeast("1.14.1") && !IsAtLeast("1.16.0");

    public bool RepeatsTags => IsAtLeast("1.16.0");

    public bool ScopesKnowledgeKeys => IsAtLeast("1.17.1");

    /// <summary>Whose role is too low to make keys does not get to see them either.</summary>
    public bool GuardsKeyLists => IsAtLeast("1.17.0");

    public bool MasksKeys => IsAtLeast("1.20.0");

    /// <summary>The key limit is told by a code; by a field of another name later.</summary>
    public bool CodesKeyLimit => !IsAtLeast("1.9.0");

    public bool HasProgrammaticApi => IsAtLeast("1.14.2");

    public bool HasCatalog => IsAtLeast("1.18.0");

    private bool IsAtLeast(string other) => _version >= Version.Parse(other);
}
