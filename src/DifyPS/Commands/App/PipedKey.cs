using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>What New-DifyAppKey or New-DifyKnowledgeKey gave, as Register-DifyApp takes it.</summary>
/// <param name="Key">The key, by its ids.</param>
/// <param name="Bound">The name that is bound to the app; null where there is none.</param>
/// <param name="Remote">The app's own name in Dify, where that is known.</param>
internal sealed record PipedKey(MadeKey Key, string? Bound, string? Remote)
{
    /// <summary>Null for anything else, and where another key was given beside it.</summary>
    public static PipedKey? Of(object? input, SecureString? given) =>
        Of(input) is { } made && ReferenceEquals(made.Key, given) ? made.Piped : null;

    /// <summary>Tells of a key that came through the pipeline, and that the cmdlet has given to nobody: it stays in Dify.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="used">The key that it has used.</param>
    public static void WarnOfUnused(DifyCmdlet cmdlet, SecureString? used)
    {
        if (Of(cmdlet.InputObject?.BaseObject) is not { Piped.Key: var made } input || ReferenceEquals(input.Key, used))
            return;
        try
        {
            // One that was kept may be bound since.
            if (cmdlet.Registry.Apps.Any(app => DifyId.AreSame(app.KeyId, made.KeyId)))
                return;
        }
        catch (DifyCommandException)
        {
            // A registry that cannot be read has been told of, and tells nothing of the key.
        }

        cmdlet.WriteWarning($"{made.Stays} {made.StaysAction(isKept: cmdlet.MyInvocation.PipelinePosition < 2)}");
    }

    private static (SecureString Key, PipedKey Piped)? Of(object? input) =>
        input switch
        {
            DifyAppKey { ApiKey: { } key } made =>
                (key, new(new MadeKey(made.Workspace, made.AppId, made.KeyId, made.AppName), made.App, made.AppName)),
            DifyKnowledgeKey { ApiKey: { } key } made => (key, new(new MadeKey(made.Workspace, null, made.KeyId), null, null)),
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
