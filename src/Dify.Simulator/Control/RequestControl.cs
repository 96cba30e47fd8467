using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>The requests that came.</summary>
internal static class RequestControl
{
    public static void Add(IEndpointRouteBuilder routes, RequestLog requests)
    {
        routes.MapGet("/requests", context => ControlCall.WriteAsync<IReadOnlyList<RecordedRequest>>(
            context, [.. requests.Snapshot().Where(Filter(context))], ControlJson.Default.IReadOnlyListRecordedRequest));
        routes.MapGet("/requests/wait", async context => await ControlCall.WriteAsync(
            context,
            await requests.WaitForAsync(Filter(context), ControlCall.Timeout(context), context.RequestAborted),
            ControlJson.Default.RecordedRequest));
        routes.MapDelete("/requests", context =>
        {
            requests.Clear();
            return ControlCall.Done(context);
        });
    }

    private static Func<RecordedRequest, bool> Filter(HttpContext context)
    {
        var path = context.Request.Query["path"].ToString();
        var segments = path.Length == 0 ? null : ApiPath.Trim(path);
        return request =>
            ControlCall.Fits(context, "method", request.Method)
            && ControlCall.Fits(context, "app", request.App)
            && ControlCall.Fits(context, "completed", request.Completed ? "true" : "false")
            && (segments is null || PathPattern.Fits(segments, request.Path));
    }
}
