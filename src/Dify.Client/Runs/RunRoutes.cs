using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>What can be asked of a workflow run, whether a workflow's or a chatflow's.</summary>
internal static class RunRoutes
{
    private const string EventsRoute = "/workflow/{workflow_run_id}/events";

    /// <summary>Counts what is collected of a run that is followed.</summary>
    public static ReplySize SizeOf(HttpTransport transport) => new(new StreamOrigin(transport, "GET " + EventsRoute));

    /// <summary><c>GET /workflow/{workflow_run_id}/events</c>.</summary>
    public static IAsyncEnumerable<DifyEvent> Events(
        HttpTransport transport,
        string workflowRunId,
        string user,
        bool snapshot = false,
        bool continueOnPause = false,
        CancellationToken cancellationToken = default)
    {
        JsonBody.CheckUser(user);
        var route = Route.Of(EventsRoute, workflowRunId).With("user", user);
        route = snapshot ? route.With("include_state_snapshot", "true") : route;
        route = continueOnPause ? route.With("continue_on_pause", "true") : route;
        return EventStream.SendAsync(
            transport,
            new ApiRequest(HttpMethod.Get, route) { Stream = true, Accept = EventStream.MediaType },
            cancellationToken,
            staysOverPause: continueOnPause
        );
    }

    /// <summary><c>GET /workflows/run/{workflow_run_id}</c>.</summary>
    public static Task<WorkflowRun> GetAsync(HttpTransport transport, string workflowRunId, CancellationToken cancellationToken) =>
        transport.GetRecordAsync(
            Route.Of("/workflows/run/{workflow_run_id}", workflowRunId),
            RunJson.Default.WorkflowRun,
            cancellationToken
        );

    /// <summary>Stops a task by the route of its app's mode.</summary>
    public static Task StopAsync(
        HttpTransport transport,
        string template,
        string taskId,
        string user,
        CancellationToken cancellationToken
    ) =>
        transport.SendAsync(
            JsonBody.Request(HttpMethod.Post, Route.Of(template, taskId), StopOf(user), RunRequestJson.Default.StopBody),
            cancellationToken
        );

    private static StopBody StopOf(string user)
    {
        JsonBody.CheckUser(user);
        return new StopBody { User = user };
    }
}
