using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>Lets another process, on this machine only, do what the objects of this one can.</summary>
internal static class ControlRoutes
{
    public const string Base = "/_simulator";

    public static void Use(WebApplication server, SimulatorState state, FaultPlan faults, RequestLog requests) =>
        server.Map(new PathString(Base), branch =>
        {
            branch.Use(GuardAsync);
            branch.UseRouting();
            branch.UseEndpoints(routes =>
            {
                routes.MapGet("/", context => ControlCall.WriteAsync(context, Overview(context, state), ControlJson.Default.Overview));
                routes.MapPost("/reset", context =>
                {
                    state.Clear();
                    faults.Clear();
                    requests.Clear();
                    return ControlCall.Done(context);
                });
                AppControl.Add(routes, state);
                KnowledgeControl.Add(routes, state);
                FaultControl.Add(routes, faults);
                RequestControl.Add(routes, requests);
                RunControl.Add(routes, state);
                ConsoleControl.Add(routes, state);
            });
        });

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address))
                throw new ControlException(403, "The control surface is for this machine only.");

            await next(context);
        }
        catch (Exception e) when (e is ControlException or ArgumentException or InvalidOperationException or TimeoutException)
        {
            var status = e switch
            {
                ControlException control => control.Status,
                TimeoutException => StatusCodes.Status408RequestTimeout,
                ArgumentException => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status409Conflict,
            };
            await ControlCall.WriteAsync(context, new Problem(e.Message), ControlJson.Default.Problem, status);
        }
    }

    private static Overview Overview(HttpContext context, SimulatorState state) => new(
        new Uri($"{context.Request.Scheme}://{context.Request.Host}{Routes.ApiPath.Base}"),
        [.. state.Apps.Select(AppControl.View)],
        [.. state.Knowledge.Select(KnowledgeControl.View)]);
}
