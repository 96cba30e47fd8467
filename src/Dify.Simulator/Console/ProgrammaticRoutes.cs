using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Console;

/// <summary>The programmatic API, which Dify's own command line uses.</summary>
internal sealed class ProgrammaticRoutes(IEndpointRouteBuilder endpoints, SimulatorState state)
{
    public const string Base = "/openapi/v1";

    private const string CatalogHeader = "X-Dify-Catalog";
    private const string KnownClient = "difyctl";

    private SimulatedConsole Console => state.Console;

    public static void Add(IEndpointRouteBuilder endpoints, SimulatorState state)
    {
        var routes = new ProgrammaticRoutes(endpoints, state);
        routes.Open("GET", "/_catalog", routes.CatalogAsync);
        routes.Open("GET", "/_version", call =>
            call.ReplyAsync(new JsonObject { ["version"] = state.Console.Version, ["edition"] = "SELF_HOSTED" })
        );
        routes.Open("GET", "/_health", static call => call.ReplyAsync(new JsonObject { ["ok"] = true }));
        routes.Open("POST", "/oauth/device/code", routes.BeginAsync);
        routes.Open("POST", "/oauth/device/token", routes.AskAsync);
        routes.Open("POST", "/oauth/device/approve", routes.ApproveAsync);
        routes.Guarded("GET", "/account", routes.AccountAsync);
        routes.Guarded("DELETE", "/account/sessions/self", routes.SignOutAsync);
        routes.Guarded("GET", "/workspaces", routes.WorkspacesAsync);
        routes.Guarded("GET", "/apps", routes.AppsAsync);
        routes.Guarded("GET", "/apps/{app_id}/dsl", routes.DslAsync);
    }

    private void Open(string method, string path, Func<ApiCall, Task> handler) =>
        endpoints.MapMethods(
            Base + path,
            [method],
            (RequestDelegate)(
                context =>
                    Console.IsProgrammaticApiOn && Console.Dialect.HasProgrammaticApi
                        ? handler(new ApiCall(context, state))
                        : throw DifyError.NotFound("The requested URL was not found on the server.")
            )
        );

    private void Guarded(string method, string path, Func<ApiCall, SimulatedAccount, Task> handler) => Open(method, path, call =>
        {
            if (!Console.TakesBearers)
                throw new DifyError(503, "bearer_auth_disabled", "Bearer authentication is disabled.");

            var account = Console.Devices.Owner(KeyOwner.KeyOf(call.Context.Request))
                ?? throw new DifyError(401, "unauthorized", "invalid_bearer");
            if (Console.Dialect.HasCatalog)
            {
                call.Context.Response.Headers[CatalogHeader] = Console.Devices.CatalogFingerprint;
                if (call.Context.Request.Headers[CatalogHeader] != Console.Devices.CatalogFingerprint)
                    throw new DifyError(412, "catalog_stale", "The catalog has changed.");
            }

            return handler(call, account);
        });

    private async Task CatalogAsync(ApiCall call)
    {
        if (!Console.Dialect.HasCatalog)
            throw DifyError.NotFound("The requested URL was not found on the server.");

        call.Context.Response.ContentType = "application/json";
        await call.Context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Console.Devices.Catalog));
    }

    private Task BeginAsync(ApiCall call)
    {
        var body = call.Body("client_id", "device_label");
        if (body.Text("client_id") != KnownClient)
            throw new DeviceError("unsupported_client");

        var device = Console.Devices.Begin(body.Text("device_label"));
        return call.ReplyAsync(
            new JsonObject
            {
                ["device_code"] = device.Code,
                ["user_code"] = device.UserCode,
                ["verification_uri"] = $"{call.Context.Request.Scheme}://{call.Context.Request.Host}/device",
                ["expires_in"] = (int)(device.Expires - state.Time.GetUtcNow()).TotalSeconds,
                ["interval"] = Console.DeviceInterval,
            }
        );
    }

    private Task AskAsync(ApiCall call)
    {
        var body = call.Body("client_id", "device_code");
        body.Text("client_id");
        var now = state.Time.GetUtcNow();
        var device = Console.Devices.Find(body.Text("device_code"));
        if (device is null || device.Expires <= now)
            throw new DeviceError("expired_token");

        var isEarly = now - device.LastAsked < TimeSpan.FromSeconds(Console.DeviceInterval);
        device.LastAsked = now;
        if (isEarly)
            throw new DeviceError("slow_down");

        if (device.IsDenied)
            throw new DeviceError("access_denied");

        var account = device.Account ?? throw new DeviceError("authorization_pending");
        var (token, expires) = Console.Devices.Take(device) ?? throw new DeviceError("expired_token");
        return call.ReplyAsync(
            new JsonObject
            {
                ["token"] = token,
                ["expires_at"] = expires.ToString("O"),
                ["subject_type"] = "account",
                ["account"] = AccountJson(account),
                ["workspaces"] = WorkspacesJson(account),
                ["default_workspace_id"] = account.CurrentWorkspaceId.ToString(),
                ["token_id"] = Guid.NewGuid().ToString(),
            }
        );
    }

    private Task ApproveAsync(ApiCall call)
    {
        var account = ConsoleMap.Authenticate(call.Context, state);
        return Console.ApproveDevice(call.Body("user_code").Text("user_code"), account)
            ? call.ReplyAsync(new JsonObject { ["result"] = "success" })
            : throw DifyError.NotFound("The code was not found.");
    }

    private Task AccountAsync(ApiCall call, SimulatedAccount account)
    {
        call.Query();
        return call.ReplyAsync(
            new JsonObject
            {
                ["subject_type"] = "account",
                ["account"] = AccountJson(account),
                ["workspaces"] = WorkspacesJson(account),
            }
        );
    }

    private Task SignOutAsync(ApiCall call, SimulatedAccount account)
    {
        Console.Devices.Revoke(KeyOwner.KeyOf(call.Context.Request)!);
        return call.ReplyAsync(new JsonObject { ["status"] = "revoked" });
    }

    private Task WorkspacesAsync(ApiCall call, SimulatedAccount account)
    {
        var all = WorkspacesJson(account);
        return call.ReplyAsync(
            new JsonObject
            {
                ["page"] = 1,
                ["limit"] = 100,
                ["total"] = all.Count,
                ["has_more"] = false,
                ["data"] = all,
                ["hints"] = new JsonArray(),
            }
        );
    }

    // Apps whose API is off are not there, and neither are new agents.
    private Task AppsAsync(ApiCall call, SimulatedAccount account)
    {
        var query = call.Query("workspace_id", "page", "limit", "mode", "name");
        var (page, limit) = (query.Number("page", 1, 1, 99999), query.Number("limit", 20, 1, 100));
        var workspace = Member(account, query.Id("workspace_id"));
        var apps = ConsoleAppRoutes
            .Filter(ConsoleAppRoutes.AppsOf(state, workspace), query.OptionalText("name"), query.OptionalText("mode"))
            .Where(app => app.Enabled && app.Mode != State.AppModes.Agent)
            .ToList();
        var json = PagedReply.OfPage(apps, page, limit, ConsoleAppRoutes.Item);
        json["hints"] = new JsonArray();
        return call.ReplyAsync(json);
    }

    private Task DslAsync(ApiCall call, SimulatedAccount account)
    {
        var secrets = call.Query("include_secret", "workflow_id").Flag("include_secret");
        var app = call.SegmentId("app_id") is { } id
            ? state.Apps.FirstOrDefault(one => one.Id == id && account.Roles.ContainsKey(one.WorkspaceId))
            : null;
        return app is null ? throw DifyError.NotFound("app not found")
            : app.Enabled ? call.ReplyAsync(new JsonObject { ["data"] = DslRoutes.Write(app, secrets), ["draft_hash"] = "0" })
            : throw new DifyError(403, "service_api_disabled", "The app's Service API is disabled.");
    }

    private static Guid Member(SimulatedAccount account, Guid workspace) =>
        account.Roles.ContainsKey(workspace) ? workspace : throw DifyError.NotFound("workspace not found");

    private static JsonObject AccountJson(SimulatedAccount account) =>
        new()
        {
            ["id"] = account.Id.ToString(),
            ["email"] = account.Email,
            ["name"] = account.Name,
        };

    private JsonArray WorkspacesJson(SimulatedAccount account) =>
        new([
            .. Console
                .Workspaces.Where(one => account.Roles.ContainsKey(one.Id))
                .Select(one =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["id"] = one.Id.ToString(),
                            ["name"] = one.Name,
                            ["role"] = account.Roles[one.Id],
                            ["status"] = "normal",
                            ["current"] = one.Id == account.CurrentWorkspaceId,
                        }
                ),
        ]);
}
