using System.Text.Json;

namespace Dify.Client.Transport;

/// <summary>How a workflow run stands: what <c>GET /workflows/run/{workflow_run_id}</c> answers, as far as it is used.</summary>
internal sealed class RunDetail
{
    public string? Status { get; set; }

    public JsonElement? Outputs { get; set; }

    public string? Error { get; set; }
}
