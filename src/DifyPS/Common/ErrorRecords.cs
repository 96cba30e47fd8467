using System;
using System.IO;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client;
using Dify.Client.Workspaces;

namespace DifyPS.Common;

/// <summary>One way to tell an error: Dify's code as the id, its status as the category, and what to do next.</summary>
internal static class ErrorRecords
{
    private static readonly bool HostShowsActions = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>
    /// Errors that belong to an item. PowerShell's own, a pipeline stopped or a command downstream that threw,
    /// pass through; anything else is a defect of ours and ends the command.
    /// </summary>
    public static bool IsExpected(Exception e) =>
        e is DifyException or DifyCommandException or ArgumentException or IOException or UnauthorizedAccessException
            or OperationCanceledException or JsonException || (e is InvalidOperationException and not PSInvalidOperationException);

    /// <param name="exception">What went wrong.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="item">Which item of a list that is; null where it is none.</param>
    /// <param name="advice">What to do next, beside what the error itself says.</param>
    public static ErrorRecord From(Exception exception, object? target, ItemMark? item = null, string? advice = null)
    {
        var (id, category, action) = exception switch
        {
            DifyCommandException e => (e.ErrorId, e.Category, e.RecommendedAction),
            DifyApiException e => (e.Code, CategoryOf(e.StatusCode), e.RecommendedAction),
            DifyConnectionException e => (e.Code, CategoryOf(e), e.RecommendedAction),
            DifyStreamException { Code: DifyStreamException.ReplyTooLarge or DifyStreamException.UnpackedTooLarge } e => (
                e.Code,
                ErrorCategory.LimitsExceeded,
                e.RecommendedAction
            ),
            WorkspaceException e => (e.Code, WorkspaceErrors.CategoryOf(e.Code), e.RecommendedAction),
            DifyException e => (e.Code, ErrorCategory.ConnectionError, e.RecommendedAction),
            ArgumentException => ("InvalidArgument", ErrorCategory.InvalidArgument, null),
            UnauthorizedAccessException => ("AccessDenied", ErrorCategory.PermissionDenied, null),
            OperationCanceledException => ("Cancelled", ErrorCategory.OperationStopped, null),
            FileNotFoundException or DirectoryNotFoundException => ("FileError", ErrorCategory.ReadError, Strings.FileNotThereAction),
            IOException => ("FileError", ErrorCategory.ReadError, null),
            JsonException => ("InvalidJson", ErrorCategory.InvalidData, null),
            _ => ("UnexpectedError", ErrorCategory.NotSpecified, (string?)null),
        };
        if (advice is not null)
            action = action is null ? advice : $"{action} {advice}";
        var record = new ErrorRecord(exception, id, category, WithoutKey(target));
        Clean(record);
        var text = action is not null ? exception.Message
            : DisplayFormat.Text(ShownAddress.InText(exception is ArgumentException argument ? Sentence(argument) : exception.Message));
        if (item is not null && !item.IsToldBy(text))
            text = Strings.FormatItemError(item, text);
        if (action is not null)
            record.ErrorDetails = new ErrorDetails(Shown(text, action, HostShowsActions)) { RecommendedAction = action };
        else if (exception is ArgumentException || text != exception.Message)
            record.ErrorDetails = new ErrorDetails(text);
        return record;
    }

    // The item itself, to be tried again, unless a key stands in it as text.
    private static object? WithoutKey(object? target) =>
        RefusedText.Is(target as string) || target is PipelineRow || KeyPattern.IsInside(target) ? null
            : target is string text ? ShownAddress.OfTarget(text)
            : target;

    // The views of Windows PowerShell show how the target begins, and the target may be what a server said.
    private static void Clean(ErrorRecord record)
    {
        if (record.TargetObject is null)
            return;
        var shown = record.CategoryInfo.TargetName;
        var clean = DisplayFormat.Line(shown);
        if (clean != shown)
            record.CategoryInfo.TargetName = clean;
    }

    /// <summary>
    /// What a person is to read. Before 7.5 no view of PowerShell's showed what to do next, so that it has to be part of the message.
    /// </summary>
    public static string Shown(string message, string action, bool hostShowsActions) =>
        hostShowsActions ? message : message + Environment.NewLine + "  " + Strings.FormatRecommendation(action);

    /// <summary>The message without the name of the argument that .NET puts behind it: people did not call a method.</summary>
    public static string Sentence(ArgumentException e)
    {
        var end = e.ParamName is null ? -1 : e.Message.LastIndexOf(e.ParamName, StringComparison.Ordinal);
        var start = end < 0 ? -1 : e.Message.LastIndexOf("arameter", end, StringComparison.Ordinal);
        return start < 0 ? e.Message : e.Message.Substring(0, start - 1).TrimEnd(' ', '(', '\r', '\n');
    }

    /// <summary>What an answer of that HTTP status is, whatever its code.</summary>
    public static ErrorCategory CategoryOf(int status) => status switch
    {
        401 or 407 => ErrorCategory.AuthenticationError,
        403 => ErrorCategory.PermissionDenied,
        404 => ErrorCategory.ObjectNotFound,
        408 or 504 => ErrorCategory.OperationTimeout,
        409 => ErrorCategory.ResourceExists,
        412 => ErrorCategory.InvalidOperation,
        413 or 429 => ErrorCategory.LimitsExceeded,
        415 => ErrorCategory.InvalidType,
        >= 500 => ErrorCategory.ResourceUnavailable,
        >= 400 => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidResult,
    };

    private static ErrorCategory CategoryOf(DifyConnectionException e) => e.Code switch
    {
        "RequestTimeout" => ErrorCategory.OperationTimeout,
        "UnencryptedAuthenticationRefused" or "RedirectRefused" or "CertificateRejected" => ErrorCategory.SecurityError,
        "InvalidResponse" => ErrorCategory.InvalidResult,
        _ => ErrorCategory.ConnectionError,
    };
}
