using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>Runs, their forms, and who stopped them.</summary>
internal static class RunControl
{
    public static void Add(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapGet("/runs", context =>
            ControlCall.WriteAsync<IReadOnlyList<RunView>>(
                context,
                [
                    .. Apps(context, state)
                        .SelectMany(app => app.Runs)
                        .Skip(ControlCall.Number(context, "skip", 0))
                        .Take(ControlCall.Number(context, "limit", int.MaxValue))
                        .Select(View),
                ],
                ControlJson.Default.IReadOnlyListRunView
            )
        );
        routes.MapGet("/ledger", context => LedgerAsync(context, state));
        routes.MapDelete("/ledger", context =>
        {
            foreach (var app in Apps(context, state))
                app.Ledger.Clear();

            return ControlCall.Done(context);
        });
        routes.MapPost("/runs/{id}/submit", context => SubmitAsync(context, state));
        routes.MapGet("/stops", context => ControlCall.WriteAsync<IReadOnlyList<StopView>>(
            context,
            [.. Apps(context, state).SelectMany(app => app.Stops.Select(stop => View(app, stop)))],
            ControlJson.Default.IReadOnlyListStopView));
        routes.MapGet("/stops/wait", context => WaitForStopAsync(context, state));
    }

    private static IEnumerable<SimulatedApp> Apps(HttpContext context, SimulatorState state) =>
        state.Apps.Where(app => ControlCall.Fits(context, "app", app.Name));

    private static RunView View(SimulatedRun run) => new(
        run.App.Name,
        run.TaskId,
        run.MessageId,
        run.ConversationId,
        run.WorkflowRunId,
        run.User,
        run.Query,
        run.Inputs,
        run.Answer,
        run.Status,
        run.Error,
        run.CreatedAt,
        run.FinishedAt,
        run.StoppedAt);

    private static Task LedgerAsync(HttpContext context, SimulatorState state)
    {
        var name = context.Request.Query["app"].ToString();
        var app = state.App(name) ?? throw new ControlException(404, "There is no such app.");
        var input = context.Request.Query["input"].ToString();
        return ControlCall.WriteAsync(
            context,
            app.Ledger.By(input.Length == 0 ? null : input),
            ControlJson.Default.IReadOnlyDictionaryStringRunCount
        );
    }

    private static StopView View(SimulatedApp app, StopRequest stop) => new(app.Name, stop.TaskId, stop.User, stop.Time, stop.Matched);

    private static async Task SubmitAsync(HttpContext context, SimulatorState state)
    {
        var run = Guid.TryParse(ControlCall.Segment(context, "id"), out var id) ? state.Runs.FindWorkflowRun(id) : null;
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.SubmitOrder);
        if (run is null)
            throw new ControlException(404, "There is no such run.");

        if (!run.Submit(order.Action, order.Inputs))
            throw new ControlException(409, "The form was submitted before, or there is none.");

        await ControlCall.Done(context);
    }

    private static async Task WaitForStopAsync(HttpContext context, SimulatorState state)
    {
        var (app, stop) = await state.WaitForStopAsync(
            (app, stop) => ControlCall.Fits(context, "app", app.Name) && ControlCall.Fits(context, "taskId", stop.TaskId),
            ControlCall.Timeout(context),
            context.RequestAborted);
        await ControlCall.WriteAsync(context, View(app, stop), ControlJson.Default.StopView);
    }
}
