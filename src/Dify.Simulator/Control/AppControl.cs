using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>Apps and their keys.</summary>
internal static class AppControl
{
    public static void Add(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapGet("/apps", context => ControlCall.WriteAsync<IReadOnlyList<AppView>>(
            context, [.. state.Apps.Select(View)], ControlJson.Default.IReadOnlyListAppView));
        routes.MapGet("/apps/{name}", context => Show(context, Find(context, state)));
        routes.MapPost("/apps", context => CreateAsync(context, state));
        routes.MapPatch("/apps/{name}", async context =>
        {
            var app = Find(context, state);
            Apply(app, await ControlCall.ReadAsync(context, ControlJson.Default.AppOrder), state);
            await Show(context, app);
        });
        routes.MapDelete("/apps/{name}", context =>
        {
            state.RemoveApp(Find(context, state));
            return ControlCall.Done(context);
        });
        routes.MapPost("/apps/{name}/keys", context => KeyControl.CreateAsync(context, Find(context, state).KeyRing));
        routes.MapDelete("/apps/{name}/keys/{key}", context => KeyControl.Revoke(context, Find(context, state).KeyRing));
    }

    public static AppView View(SimulatedApp app) =>
        new(app.Name, app.Mode, app.Enabled, app.Keys.FirstOrDefault(), app.Keys, app.WorkflowId, app.Id);

    private static async Task CreateAsync(HttpContext context, SimulatorState state)
    {
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.AppOrder);
        var app = state.AddApp(order.Name ?? throw new ControlException(400, "An app needs a name."), order.Mode ?? "chat", app =>
        {
            Apply(app, order, state);
            if (order.Key is null)
                app.CreateKey();
        });
        await Show(context, app, StatusCodes.Status201Created);
    }

    private static void Apply(SimulatedApp app, AppOrder order, SimulatorState state)
    {
        if (order.Mode is not null && order.Mode != app.Mode)
            throw new ControlException(400, "The mode of an app never changes.");

        app.Rename(order.Name ?? app.Name);
        app.Description = order.Description ?? app.Description;
        app.Tags = order.Tags ?? app.Tags;
        app.AuthorName = order.AuthorName ?? app.AuthorName;
        app.Enabled = order.Enabled ?? app.Enabled;
        app.WorkspaceId = order.Workspace is { } workspace ? ConsoleControl.FindWorkspace(state.Console, workspace).Id : app.WorkspaceId;
        var script = order.Script ?? app.Script;
        app.Script = script with
        {
            Events = order.Events ?? script.Events,
            Delay = order.DelayMs is { } delay ? TimeSpan.FromMilliseconds(delay) : script.Delay,
        };
        SetParameters(app, order);
        app.ConversationVariables = order
            .ConversationVariables?.Select(one => new SimulatedVariable(one.Name, one.Type, one.Value, one.Description))
            .ToList()
            ?? app.ConversationVariables;
        if (order.Key is not null)
            app.CreateKey(order.Key);
    }

    private static void SetParameters(SimulatedApp app, AppOrder order)
    {
        if (order.Parameters is not null)
        {
            var parameters = app.Parameters.DeepClone().AsObject();
            foreach (var (name, value) in order.Parameters)
            {
                parameters[name] = value?.DeepClone();
            }

            app.Parameters = parameters;
        }

        foreach (var input in order.Inputs ?? [])
        {
            app.AddInput(
                input.Type,
                input.Variable,
                input.Required,
                input.Label,
                input.Default,
                input.Options,
                input.MaxLength,
                input.AllowedFileTypes,
                input.AllowedUploadMethods);
        }
    }

    private static SimulatedApp Find(HttpContext context, SimulatorState state) =>
        state.App(ControlCall.Segment(context, "name")) ?? throw new ControlException(404, "There is no such app.");

    private static Task Show(HttpContext context, SimulatedApp app, int status = StatusCodes.Status200OK) =>
        ControlCall.WriteAsync(context, View(app), ControlJson.Default.AppView, status);
}
