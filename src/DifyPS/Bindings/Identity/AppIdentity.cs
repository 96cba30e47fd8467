using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Who answers to a key. Dify's Service API knows no app id; an app's own name and mode, as
/// <c>GET /info</c> tells them, are all there is to tell one app from another.
/// </summary>
internal sealed record AppIdentity(string Name, string Mode)
{
    /// <summary>The name shown for a knowledge key, which belongs to a workspace and has no app behind it.</summary>
    public const string KnowledgeName = "Knowledge";

    /// <summary>Whether this is a knowledge key that does not open all bases of its workspace.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Asks the server; throws what the client throws, and <c>KnowledgeBaseNotOpened</c>.</summary>
    public static async Task<AppIdentity> AskAsync(
        DifyClient client,
        ApiKeyKind kind,
        AppBinding binding,
        CancellationToken cancellationToken
    )
    {
        if (binding.KnowledgeBaseId is { } id)
            return await KnowledgeAccess.AskBaseAsync(client, id, binding.Name, cancellationToken).ConfigureAwait(false);
        if (kind == ApiKeyKind.Knowledge)
            return await KnowledgeAccess.AskAsync(client, cancellationToken).ConfigureAwait(false);
        try
        {
            var info = await client.Apps.GetInfoAsync(cancellationToken).ConfigureAwait(false);
            return new AppIdentity(client.Redact(info.Name ?? string.Empty), info.Mode ?? string.Empty);
        }
        catch (DifyApiException e) when (e.StatusCode == 401 && kind == ApiKeyKind.Unknown)
        {
            // A gateway's own key tells nothing by its prefix; it may stand for a knowledge key.
            try
            {
                return await KnowledgeAccess.AskAsync(client, cancellationToken).ConfigureAwait(false);
            }
            catch (DifyApiException)
            {
                throw e;
            }
        }
    }

    /// <summary>The declared input variables; none for a knowledge key.</summary>
    public async Task<IReadOnlyList<DeclaredInput>> AskInputsAsync(DifyClient client, CancellationToken cancellationToken)
    {
        if (Mode == AppModes.Knowledge)
            return Array.Empty<DeclaredInput>();
        var parameters = await client.Apps.GetParametersAsync(cancellationToken).ConfigureAwait(false);
        return parameters.UserInputForm.Select(Declare).ToList();
    }

    /// <summary>
    /// Whether this is the app that the binding was made for. A knowledge key tells nothing about its
    /// workspace, so a changed one is never taken to be the same.
    /// </summary>
    public bool IsAppOf(AppBinding binding) =>
        binding.IsVerified && Mode != AppModes.Knowledge && Mode == binding.Mode && Name == binding.RemoteName;

    public DifyCommandException MismatchOf(AppBinding binding)
    {
        return new DifyCommandException(
            "AppIdentityMismatch", ErrorCategory.SecurityError,
            Mode == AppModes.Knowledge
                ? Strings.FormatKnowledgeKeyChanged(binding.Name, binding.Vault, binding.Secret)
                : binding.IsVerified
                    ? Strings.FormatAppIdentityMismatch(
                        binding.Name,
                        binding.Vault,
                        binding.Secret,
                        AppModes.Describe(Mode),
                        Name,
                        AppModes.Describe(binding.Mode!),
                        binding.RemoteName
                    )
                : Strings.FormatAppIdentityUnknown(binding.Name, binding.Vault, binding.Secret, AppModes.Describe(Mode), Name),
            AcceptAction(binding.Name), binding.Name);
    }

    /// <summary>What is told where an app looks the same, and is another one of the workspace.</summary>
    public DifyCommandException OtherAppOf(AppBinding binding) =>
        new(
            "AppIdentityMismatch",
            ErrorCategory.SecurityError,
            Strings.FormatAppIdentityOtherId(binding.Name, binding.Vault, binding.Secret, AppModes.Describe(Mode), Name, binding.AppId),
            AcceptAction(binding.Name),
            binding.Name
        );

    /// <summary>The same, of a key that somebody gave, or of an entry that was edited.</summary>
    public DifyCommandException OtherAppGiven(AppBinding binding) =>
        new(
            "AppIdentityMismatch",
            ErrorCategory.SecurityError,
            Strings.FormatAppIdentityOtherIdEdit(AppModes.Describe(Mode), Name, binding.AppId, binding.Name),
            Strings.FormatAppIdentityMismatchEditAction(binding.Name),
            binding.Name
        );

    /// <summary>What is told where an entry names an app by an id, and the key is not that app's.</summary>
    /// <param name="verified">The entry, and what its key opens.</param>
    /// <param name="workspace">The connection that was asked.</param>
    /// <param name="isBound">Whether the entry is in the registry already, with ids that nobody had confirmed.</param>
    public static DifyCommandException NotOfApp(AppBinding verified, string workspace, bool isBound) =>
        new(
            "AppIdentityMismatch",
            ErrorCategory.SecurityError,
            isBound
                ? Strings.FormatAppIdentityNotOfEntry(
                    verified.Name,
                    AppModes.Describe(verified.Mode!),
                    verified.RemoteName,
                    verified.AppId,
                    workspace
                )
                : Strings.FormatAppIdentityNotOfApp(
                    AppModes.Describe(verified.Mode!),
                    verified.RemoteName,
                    verified.AppId,
                    workspace
                ),
            isBound
                ? Strings.FormatAppIdentityNotOfEntryAction(Quoting.Quote(workspace), Quoting.Quote(verified.Name))
                : Strings.FormatAppIdentityNotOfAppAction(Quoting.Quote(verified.Name)),
            verified.Name
        );

    /// <summary>
    /// What is told where a new key opens an app of another mode than the entry was verified with; null where it does not. An app may get
    /// another name, and keeps its mode.
    /// </summary>
    public DifyCommandException? OtherModeThan(AppBinding before) =>
        !before.IsVerified || Mode == before.Mode
            ? null
            : new(
                "AppIdentityMismatch",
                ErrorCategory.SecurityError,
                Strings.FormatAppIdentityMismatchEdit(
                    AppModes.Describe(Mode),
                    Name,
                    before.Name,
                    AppModes.Describe(before.Mode!),
                    before.RemoteName
                ),
                Strings.FormatAppIdentityMismatchRotationAction(Quoting.Quote(before.Name)),
                before.Name
            );

    private static string AcceptAction(string name) =>
        Strings.FormatAppIdentityMismatchAction(Quoting.Literal(name));

    public static DeclaredInput Declare(InputVariable input) => new()
    {
        Variable = input.Variable ?? string.Empty,
        Label = input.Label,
        Type = input.Type ?? string.Empty,
        Required = input.Required,
        Default = input.Default,
        Options = input.Options is { Count: > 0 } ? input.Options : null,
        MaxLength = input.MaxLength,
    };
}
