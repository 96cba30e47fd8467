using System;
using Dify.Client.Transport;
using Dify.Client.Workspaces.Keys;

namespace Dify.Client.Workspaces;

/// <summary>Something about signing in, a workspace or its keys that has a name of its own: see <see cref="WorkspaceProblem"/>.</summary>
public sealed class WorkspaceException : DifyException
{
    internal WorkspaceException(
        string code,
        string message,
        string? operation,
        HttpTransport transport,
        string? advice = null,
        Exception? inner = null
    )
        : base(message, code, operation, transport, inner) => RecommendedAction = advice;

    /// <inheritdoc/>
    public override string? RecommendedAction { get; }

    /// <summary>The HTTP status of the answer behind it; null when none was.</summary>
    public int? StatusCode => (InnerException as DifyApiException)?.StatusCode;

    /// <summary>What finds a key whose making is uncertain (<see cref="WorkspaceProblem.KeyCreationUncertain"/>).</summary>
    public KeyAttempt? Attempt { get; internal init; }
}
