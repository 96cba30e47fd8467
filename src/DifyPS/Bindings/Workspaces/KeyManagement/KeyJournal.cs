using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// What was begun with keys and is not known to be done, in the registry file beside the entries: so that an entry and the end of the work
/// on it are written at once.
/// </summary>
internal sealed class KeyJournal
{
    private readonly AppRegistry _registry;

    public KeyJournal(AppRegistry registry) => _registry = registry;

    /// <summary>All that is in it and can be understood; what a newer version wrote is left to that.</summary>
    public IReadOnlyList<KeyOperation> Operations => In(_registry.KeyOperations);

    /// <summary>What is in it about one app of a workspace.</summary>
    public IReadOnlyList<KeyOperation> Of(string workspaceId, string? appId) =>
        [.. Operations.Where(one => DifyId.AreSame(one.WorkspaceId, workspaceId) && DifyId.AreSame(one.AppId, appId))];

    public Task NoteAsync(KeyOperation operation, CancellationToken cancellationToken) =>
        _registry.UpdateDocumentAsync(document => Task.FromResult<RegistryDocument?>(With(document, operation)), cancellationToken);

    /// <summary>Notes a key that was made, and that it is not the one which older work on the app may have lost.</summary>
    public Task NoteMadeAsync(KeyOperation made, CancellationToken cancellationToken) =>
        _registry.UpdateDocumentAsync(document => Task.FromResult<RegistryDocument?>(WithMade(document, made)), cancellationToken);

    public Task ForgetAsync(KeyOperation operation, CancellationToken cancellationToken) =>
        _registry.UpdateDocumentAsync(document => Task.FromResult<RegistryDocument?>(Without(document, operation)), cancellationToken);

    public static IReadOnlyList<KeyOperation> In(IEnumerable<JsonElement> entries) => [.. entries.Select(Read).OfType<KeyOperation>()];

    /// <summary>The same registry with the work noted as it stands now.</summary>
    public static RegistryDocument With(RegistryDocument document, KeyOperation operation) =>
        Put(document, operation with { Noted = DateTimeOffset.UtcNow });

    /// <summary>The same registry without it.</summary>
    public static RegistryDocument Without(RegistryDocument document, KeyOperation operation) =>
        document with { KeyOperations = [.. Others(document, operation)] };

    /// <summary>The id of a key that was minted here for an app by work that was cut off; null for any other.</summary>
    public static string? IdOf(IEnumerable<JsonElement> entries, AppBinding binding, ApiKey key) =>
        In(entries)
            .FirstOrDefault(one =>
                one.KeyFingerprint == key.Fingerprint && one.Planned is { } planned && BindingSeal.Holds(planned, key)
                && AppName.Comparer.Equals(planned.Name, binding.Name) && DifyId.AreSame(planned.AppId, binding.AppId)
                && BindingSeal.IsSameServer(planned, binding)
            )
            ?.KeyId;

    private static RegistryDocument WithMade(RegistryDocument document, KeyOperation made)
    {
        var waiting = In(document.KeyOperations)
            .Where(one =>
                one.Step == KeyStep.Minting
                && one.Id != made.Id
                && DifyId.AreSame(one.WorkspaceId, made.WorkspaceId)
                && DifyId.AreSame(one.AppId, made.AppId)
            )
            .ToList();
        var changed = With(document, made);
        // Their times stay: they say how long a request may be under way still.
        foreach (var one in waiting)
            changed = Put(changed, one with { Known = [.. one.Known ?? [], made.KeyId!] });
        return changed;
    }

    private static RegistryDocument Put(RegistryDocument document, KeyOperation operation)
    {
        var entry = JsonSerializer.SerializeToElement(operation, KeyJournalJson.Default.KeyOperation);
        return document with { KeyOperations = [.. Others(document, operation), entry] };
    }

    private static IEnumerable<JsonElement> Others(RegistryDocument document, KeyOperation operation) =>
        document.KeyOperations.Where(entry => Read(entry)?.Id != operation.Id);

    private static KeyOperation? Read(JsonElement entry)
    {
        try
        {
            var operation = entry.Deserialize(KeyJournalJson.Default.KeyOperation);
            return operation is { Id.Length: > 0, Workspace.Length: > 0, WorkspaceId.Length: > 0, Step.Length: > 0 } ? operation : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
