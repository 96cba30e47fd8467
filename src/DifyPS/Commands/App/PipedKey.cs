using System;
using System.Management.Automation;
using System.Security;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Commands;

/// <summary>What New-DifyAppKey or New-DifyKnowledgeKey gave, as Register-DifyApp takes it.</summary>
/// <param name="Key">The key, by its ids.</param>
/// <param name="Bound">The name that is bound to the app; null where there is none.</param>
/// <param name="Remote">The app's own name in Dify, where that is known.</param>
internal sealed record PipedKey(MadeKey Key, string? Bound, string? Remote)
{
    /// <summary>Null for anything else, and where another key was given beside it.</summary>
    public static PipedKey? Of(object? input, SecureString? given) =>
        input switch
        {
            DifyAppKey { ApiKey: { } key } made when ReferenceEquals(key, given) =>
                new(new MadeKey(made.Workspace, made.AppId, made.KeyId, made.AppName), made.App, made.AppName),
            DifyKnowledgeKey { ApiKey: { } key } made when ReferenceEquals(key, given) =>
                new(new MadeKey(made.Workspace, null, made.KeyId), null, null),
            _ => null,
        };

    /// <summary>Whether a name is none that somebody has chosen.</summary>
    public bool IsUnnamed(string? name) => RefusedText.Is(name) || name is null || name == Bound;

    /// <summary>The name that the key gets where none was chosen: the app's own. Knowledge has none.</summary>
    public string SuggestName() =>
        Key.AppId is not null
            ? AppName.Suggest(Remote ?? Key.AppId)
            : throw new DifyCommandException(
                "ParameterMissing",
                ErrorCategory.InvalidArgument,
                Strings.KnowledgeKeyUnnamed,
                Strings.FormatKnowledgeKeyUnnamedAction(Quoting.Quote(Key.Workspace))
            );

    /// <summary>Does what comes before anything is sent; what is wrong with it is told with the key that stays.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isKept">Whether somebody has the key beside the pipeline.</param>
    public void Do(Action work, bool isKept)
    {
        try
        {
            work();
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            throw Key.Left(e, isKept);
        }
    }
}
