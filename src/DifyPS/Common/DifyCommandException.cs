using System;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>
/// A binding could not be made, found or trusted. Its message says what happened and to which app;
/// <see cref="RecommendedAction"/> says what to do next. Neither ever holds a key.
/// </summary>
public sealed class DifyCommandException : Exception
{
    internal DifyCommandException(
        string errorId,
        ErrorCategory category,
        string message,
        string? recommendedAction = null,
        string? app = null,
        Exception? innerException = null)
        : base(Clean(message), innerException)
    {
        ErrorId = errorId;
        Category = category;
        RecommendedAction = recommendedAction is null ? null : Clean(recommendedAction);
        App = KeyPattern.IsIn(app) ? null : app;
    }

    /// <summary>A stable name of what went wrong, e.g. <c>AppIdentityMismatch</c>.</summary>
    public string ErrorId { get; }

    /// <summary>PowerShell's category for it.</summary>
    public ErrorCategory Category { get; }

    /// <summary>What to do next, if there is something to do.</summary>
    public string? RecommendedAction { get; }

    /// <summary>The name of the app it happened to, if one is known.</summary>
    public string? App { get; }

    // Both may name what a server named, and a server may name anything.
    private static string Clean(string text) => DisplayFormat.Text(KeyPattern.Hide(HeldKeys.Redact(ShownAddress.InText(text))));
}
