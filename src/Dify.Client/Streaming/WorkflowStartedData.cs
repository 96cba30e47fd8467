using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>workflow_started</c>.</summary>
public sealed class WorkflowStartedData
{
    /// <summary>The run.</summary>
    public string? Id { get; init; }

    /// <summary>The workflow version that runs.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What the run begins with.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Why it begins: <c>initial</c>, or that it goes on after a pause.</summary>
    public string? Reason { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
