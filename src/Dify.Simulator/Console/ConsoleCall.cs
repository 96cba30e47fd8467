using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Console;

/// <summary>A request to the console, with whoever it is from.</summary>
internal sealed class ConsoleCall(
    HttpContext context,
    SimulatorState state,
    SimulatedAccount? account,
    SimulatedWorkspace workspace,
    string role
)
{
    private readonly ApiCall _call = new(context, state);

    public HttpContext Context => context;

    public SimulatorState State => state;

    public SimulatedConsole Console => state.Console;

    /// <summary>Who it is from; null for the admin key.</summary>
    public SimulatedAccount? Account => account;

    public SimulatedWorkspace Workspace => workspace;

    public string Role => role;

    /// <summary>The app that the path names, if it is in the workspace.</summary>
    public SimulatedApp App =>
        _call.SegmentId("app_id") is { } id && state.Apps.FirstOrDefault(app => app.Id == id && app.WorkspaceId == workspace.Id) is { } app
            ? app
            : throw DifyError.NotFound("App not found.");

    public string Segment(string name) => _call.Segment(name);

    public QueryReader Query(params string[] names) => _call.Query(names);

    public FieldReader Body(params string[] names) => _call.Body(names);

    public Task ReplyAsync(JsonNode json, int status = StatusCodes.Status200OK) => _call.ReplyAsync(json, status);

    public Task NoContentAsync()
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public void RequireEditor()
    {
        if (role is not ("owner" or "admin" or "editor"))
            throw Forbidden();
    }

    public void RequireAdmin()
    {
        if (role is not ("owner" or "admin"))
            throw Forbidden();
    }

    private static DifyError Forbidden() =>
        new(
            403,
            "forbidden",
            "You don't have the permission to access the requested resource. It is either read-protected or not readable by the server."
        );
}
