using System;
using System.Threading.Tasks;
using Dify.Simulator.Routes.Annotations;
using Dify.Simulator.Routes.Apps;
using Dify.Simulator.Routes.Audio;
using Dify.Simulator.Routes.Chat;
using Dify.Simulator.Routes.Completions;
using Dify.Simulator.Routes.Conversations;
using Dify.Simulator.Routes.EndUsers;
using Dify.Simulator.Routes.Files;
using Dify.Simulator.Routes.Forms;
using Dify.Simulator.Routes.Knowledge;
using Dify.Simulator.Routes.Messages;
using Dify.Simulator.Routes.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Routes;

/// <summary>The API's routes. A resource adds its own in <see cref="AddAll"/>, for an app's key or a knowledge key.</summary>
internal sealed class RouteMap(IEndpointRouteBuilder endpoints, SimulatorState state)
{
    public void AddAll()
    {
        Open("GET", ApiPath.Base + "/", static call => call.ReplyAsync(new System.Text.Json.Nodes.JsonObject
        {
            ["welcome"] = "Dify OpenAPI",
            ["api_version"] = "v1",
            ["server_version"] = call.State.Console.Version,
        }));
        AnnotationRoutes.Add(this);
        AppRoutes.Add(this);
        AudioRoutes.Add(this);
        ChatRoutes.Add(this);
        ConversationRoutes.Add(this);
        SuggestionRoutes.Add(this);
        FeedbackRoutes.Add(this);
        EndUserRoutes.Add(this);
        FileRoutes.Add(this);
        CompletionRoutes.Add(this);
        WorkflowRoutes.Add(this);
        WorkflowLogRoutes.Add(this);
        WorkflowRunRoutes.Add(this);
        FormRoutes.Add(this);
        KnowledgeRoutes.Add(this);
    }

    /// <summary>A route for the key of an app, of whatever mode.</summary>
    public void App(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) =>
        Map<SimulatedApp>(method, path, handler, static app => app.Enabled, "The app's API service has been disabled.");

    /// <summary>A route beside the API that needs no key: what it gives is signed for.</summary>
    public void Open(string method, string path, Func<ApiCall, Task> handler) =>
        endpoints.MapMethods(path, [method], (RequestDelegate)(context => handler(new ApiCall(context, state))));

    /// <summary>A route for the key of an app that chats.</summary>
    public void Chat(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        State.AppModes.IsChat(app.Mode) ? handler(call, app) : throw DifyError.NotChatApp());

    /// <summary>A route for the key of a Text Generator.</summary>
    public void Completion(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        app.Mode == State.AppModes.Completion ? handler(call, app) : throw DifyError.AppUnavailable());

    /// <summary>A route for the key of a workflow.</summary>
    public void Workflow(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        app.Mode == State.AppModes.Workflow ? handler(call, app) : throw DifyError.NotWorkflowApp());
    /// <summary>A route for the key of an app that chats, and is no new agent.</summary>
    public void ChatButNewAgent(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        State.AppModes.IsChat(app.Mode) && app.Mode != State.AppModes.Agent ? handler(call, app) : throw DifyError.NotChatApp());

    /// <summary>A route for the key of an app whose answers people rate: one that chats, but a new agent, or writes text.</summary>
    public void Messages(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        app.Mode is State.AppModes.Agent or State.AppModes.Workflow ? throw DifyError.NotChatApp() : handler(call, app));

    /// <summary>A route for the key of an app that has workflow runs.</summary>
    public void Runs(string method, string path, Func<ApiCall, SimulatedApp, Task> handler) => App(method, path, (call, app) =>
        State.AppModes.HasRuns(app.Mode) ? handler(call, app) : throw DifyError.NotWorkflowApp());

    /// <summary>A route for a knowledge key.</summary>
    public void Knowledge(string method, string path, Func<ApiCall, SimulatedKnowledge, Task> handler) =>
        Map<SimulatedKnowledge>(
            method,
            path,
            handler,
            static knowledge => knowledge.Enabled,
            "The API of the knowledge bases has been disabled."
        );

    private void Map<T>(string method, string path, Func<ApiCall, T, Task> handler, Func<T, bool> isEnabled, string disabled)
        where T : class =>
        endpoints.MapMethods(ApiPath.Base + path, [method], (RequestDelegate)(context =>
        {
            if (context.Features.GetRequiredFeature<KeyOwner>().Owner is TokenError refused)
                throw refused.Error;

            if (context.Features.GetRequiredFeature<KeyOwner>().Owner is not T owner)
                throw DifyError.Unauthorized();

            return isEnabled(owner) ? handler(new ApiCall(context, state), owner) : throw new DifyError(403, "forbidden", disabled);
        }));
}
