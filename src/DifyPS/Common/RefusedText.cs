using System;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>
/// What stands in the place of an argument that is not taken. PowerShell's own errors about arguments quote them, and have the
/// row of a pipeline for their target, key and all; so a cmdlet gets this instead, and tells the error itself.
/// </summary>
internal static class RefusedText
{
    // No character, so that nobody's text begins with it.
    private const char Mark = '\uffff';

    public const string Key = "\uffffkey";
    public const string Empty = "\uffffempty";

    /// <summary>For what is none of Dify's ids.</summary>
    public const string NoId = "\uffffid";

    /// <summary>For an object that is no text.</summary>
    public static string Of(Type type) => Mark + type.Name;

    public static bool Is(string? text) => text is { Length: > 0 } && text[0] == Mark;

    /// <summary>The error about it, for a parameter that takes another text than an app's name.</summary>
    /// <param name="refused">What stands in the place of the argument.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="isOfItem">Whether an item of a list brought it.</param>
    public static DifyCommandException Error(string refused, string parameter, bool isOfItem = false) =>
        refused switch
        {
            Key => new DifyCommandException(
                "InvalidArgument",
                ErrorCategory.InvalidArgument,
                Strings.FormatArgumentIsKey(parameter),
                Strings.KeyMisplacedAction
            ),
            Empty => new DifyCommandException(
                "InvalidArgument",
                ErrorCategory.InvalidArgument,
                Strings.FormatArgumentEmpty(parameter),
                isOfItem ? Strings.ArgumentEmptyItemAction : Strings.ArgumentEmptyAction
            ),
            NoId => new DifyCommandException(
                "InvalidArgument",
                ErrorCategory.InvalidArgument,
                Strings.FormatArgumentNoId(parameter),
                parameter switch
                {
                    "KeyId" => Strings.ArgumentNoKeyIdAction,
                    "KnowledgeBaseId" => Strings.ArgumentNoBaseIdAction,
                    _ => Strings.ArgumentNoAppIdAction,
                }
            ),
            _ => new DifyCommandException(
                "InvalidArgument",
                ErrorCategory.InvalidArgument,
                Strings.FormatArgumentNotText(parameter, refused.Substring(1)),
                refused.EndsWith("[]", StringComparison.Ordinal) ? Strings.ArgumentListAction : Strings.ArgumentEmptyAction
            ),
        };

    /// <summary>The error about it, where it was given for the name of an app.</summary>
    public static DifyCommandException NameError(string refused) =>
        refused switch
        {
            Key => new DifyCommandException(
                "InvalidAppName",
                ErrorCategory.InvalidArgument,
                Strings.AppNameIsKey,
                Strings.KeyMisplacedAction
            ),
            Empty => new DifyCommandException(
                "InvalidAppName",
                ErrorCategory.InvalidArgument,
                Strings.FormatAppNameInvalid(string.Empty, Strings.AppNameEmpty),
                Strings.AppNameInvalidAction
            ),
            _ => new DifyCommandException(
                "InvalidAppName",
                ErrorCategory.InvalidArgument,
                Strings.FormatAppNameNotText(refused.Substring(1)),
                Strings.AppNameNotTextAction
            ),
        };
}
