using System;

namespace Dify.Simulator.Routes;

/// <summary>Which version of an app's workflow is asked for. Only the published one can be run.</summary>
internal static class WorkflowVersion
{
    public static void Check(SimulatedApp app, string workflowId)
    {
        if (!Guid.TryParseExact(workflowId, "D", out var id))
            throw DifyError.BadRequest($"Invalid workflow_id format: '{workflowId}'. ");

        if (id == app.DraftWorkflowId)
        {
            throw DifyError.BadRequest(
                $"Cannot use draft workflow version. Workflow ID: {id}. Please use a published workflow version or leave workflow_id empty."
            );
        }

        if (id != app.WorkflowId)
            throw DifyError.NotFound($"Workflow not found with id: {id}");
    }
}
