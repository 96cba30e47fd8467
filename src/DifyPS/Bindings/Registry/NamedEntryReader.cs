using System;
using System.Text.Json;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>Reads an entry of the registry, or what it is about one that cannot be understood.</summary>
/// <param name="json">The entry, which is well-formed JSON.</param>
/// <param name="name">The name that it is, or seems to be, for; null when there is none to be made out.</param>
/// <param name="reason">What is wrong with it; null when nothing is.</param>
/// <returns>The entry; null when it is damaged.</returns>
internal delegate T? EntryParser<T>(ReadOnlySpan<byte> json, out string? name, out string? reason);

/// <summary>Reads an entry that stands under a name, and leads to a server.</summary>
internal abstract class NamedEntryReader : EntryReader
{
    /// <summary>The name as it is written.</summary>
    protected string? Name { get; private set; }

    // Most entries are of one server, and taking its address apart is most of what reading an entry costs.
    private static string? _goodAddress;

    /// <summary>The address as it is written.</summary>
    protected string? Server { get; private set; }

    /// <summary>Reads the whole entry; false, and a reason, when it is damaged. <see cref="EntryParser{T}"/> has the parameters.</summary>
    protected bool TryRead(ReadOnlySpan<byte> json, out string? name, out string? reason)
    {
        name = null;
        var reader = new Utf8JsonReader(json, RegistryReader.Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reason = Strings.RegistryNoObject;
            return false;
        }

        ReadFields(ref reader);

        name = NameOrNull(Name);
        reason =
            Repeated is { } repeated ? Strings.FormatRegistryFieldTwice(repeated)
            : (Empty(Name, "name") ?? Empty(Server, "server") ?? Missing()) is { } missing ? Strings.FormatRegistryFieldMissing(missing)
            : Problem ?? ProblemOf(name);
        return reason is null;
    }

    /// <summary>A field that has to be there beside name and server, and is not; null when none is missing.</summary>
    protected abstract string? Missing();

    /// <summary>What else is wrong with the fields; null when nothing is.</summary>
    protected virtual string? ProblemOfFields() => null;

    /// <summary>The name of a field that has no text; null when it has one.</summary>
    protected static string? Empty(string? text, string field) => string.IsNullOrEmpty(text) ? field : null;

    protected override bool TryReadField(ref Utf8JsonReader reader, string field)
    {
        switch (field)
        {
            case "name":
                Name = Text(ref reader, field);
                return true;
            case "server":
                Server = Text(ref reader, field);
                return true;
            default:
                return false;
        }
    }

    private string? ProblemOf(string? name) =>
        name is null || name.Length != NameComparer.Compose(Name!).Length ? Strings.RegistryEntryName
        : !IsAddress(Server!) ? Strings.RegistryEntryServer
        : ProblemOfFields() ?? ProblemOfUnknown();

    // Whether something secret may go there is for the seal to say; here it only has to be an address.
    private static bool IsAddress(string server)
    {
        if (server == _goodAddress)
            return true;
        if (!CanBeAddress(server))
            return false;
        _goodAddress = server;
        return true;
    }

    private static bool CanBeAddress(string server)
    {
        try
        {
            return Uri.TryCreate(server, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
                && DifyServer.Create(server, allowUnencryptedAuthentication: true) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string? NameOrNull(string? name)
    {
        try
        {
            return AppName.Validate(name);
        }
        catch (DifyCommandException)
        {
            return null;
        }
    }
}
