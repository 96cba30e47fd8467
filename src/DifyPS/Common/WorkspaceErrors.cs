using System.Management.Automation;
using Dify.Client.Workspaces;

namespace DifyPS.Common;

/// <summary>What kind of error a problem with a workspace is.</summary>
internal static class WorkspaceErrors
{
    public static ErrorCategory CategoryOf(string code) =>
        code switch
        {
            WorkspaceProblem.PasswordRefused
            or WorkspaceProblem.CodeRefused
            or WorkspaceProblem.SessionEnded
            or WorkspaceProblem.AccountNotFound
            or WorkspaceProblem.SignInFailed
            or WorkspaceProblem.DeviceDenied => ErrorCategory.AuthenticationError,
            WorkspaceProblem.AccountLocked or WorkspaceProblem.TooManyCodes or WorkspaceProblem.KeyLimitReached =>
                ErrorCategory.LimitsExceeded,
            WorkspaceProblem.AccountBanned
            or WorkspaceProblem.AccountNotActive
            or WorkspaceProblem.AccountWithoutWorkspace
            or WorkspaceProblem.SingleSignOnOnly
            or WorkspaceProblem.SignInOff => ErrorCategory.PermissionDenied,
            WorkspaceProblem.ServerNotSetUp or WorkspaceProblem.ProgrammaticApiOff => ErrorCategory.ResourceUnavailable,
            WorkspaceProblem.AdminKeyNotTaken or WorkspaceProblem.KeyScopeNotTaken or WorkspaceProblem.NotThisWay =>
                ErrorCategory.NotImplemented,
            WorkspaceProblem.DeviceCodeExpired => ErrorCategory.OperationTimeout,
            WorkspaceProblem.WorkspaceChanged => ErrorCategory.InvalidOperation,
            WorkspaceProblem.ServerVersionUnknown or WorkspaceProblem.KeyCreationUncertain => ErrorCategory.InvalidResult,
            _ => ErrorCategory.ConnectionError,
        };
}
