using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Console;

/// <summary>The console's routes, and who may use them.</summary>
internal sealed class ConsoleMap(IEndpointRouteBuilder endpoints, SimulatorState state)
{
    public const string Base = "/console/api";

    private const string CsrfHeader = "X-CSRF-Token";

    public static void AddAll(IEndpointRouteBuilder endpoints, SimulatorState state)
    {
        var map = new ConsoleMap(endpoints, state);
        SignInRoutes.Add(map);
        AccountRoutes.Add(map);
        ConsoleAppRoutes.Add(map);
        DslRoutes.Add(map);
        KeyRoutes.Add(map);
        ProgrammaticRoutes.Add(endpoints, state);
    }

    /// <summary>The name of a cookie: the configuration decides, and no other is looked at.</summary>
    public static string CookieName(SimulatorState state, string name) => (state.Console.IsConfiguredForHttps ? "__Host-" : "") + name;

    /// <summary>Whoever a request's session is of. Its error is that of a request without one.</summary>
    public static SimulatedAccount Authenticate(HttpContext context, SimulatorState state)
    {
        var console = state.Console;
        var cookie = console.Dialect.UsesCookies ? context.Request.Cookies[CookieName(state, "access_token")] : null;
        var account = console.Tokens.Access(cookie ?? KeyOwner.KeyOf(context.Request))
            ?? throw new DifyError(401, "unauthorized", "Invalid token.");
        CheckCsrf(context, state, account);
        return account;
    }

    /// <summary>A route for anybody.</summary>
    public void Open(string method, string path, Func<ConsoleCall, Task> handler) =>
        Map(method, path, context => handler(new ConsoleCall(context, state, account: null, state.Console.Workspaces[0], role: "")));

    /// <summary>A route for whoever is signed in, or has the admin key.</summary>
    public void SignedIn(string method, string path, Func<ConsoleCall, Task> handler) =>
        Map(method, path, context => handler(SignIn(context)));

    /// <summary>A route of some versions only.</summary>
    public void SignedIn(Func<ConsoleDialect, bool> isThere, string method, string path, Func<ConsoleCall, Task> handler) =>
        Map(method, path, context =>
            isThere(state.Console.Dialect)
                ? handler(SignIn(context))
                : throw new DifyError(405, "method_not_allowed", "The method is not allowed for the requested URL.")
        );

    private void Map(string method, string path, RequestDelegate handler) =>
        endpoints.MapMethods(Base + path, [method], (RequestDelegate)(context => handler(context)));

    private ConsoleCall SignIn(HttpContext context)
    {
        if (!state.Console.IsSetUp)
        {
            throw new DifyError(
                401,
                "not_setup",
                "Dify has not been initialized and installed yet. Please proceed with the initialization and installation process first."
            );
        }

        if (AdminWorkspace(context) is { } workspace)
        {
            if (state.Console.Dialect.RefusesAdminKey)
                throw new CsrfError();

            return new ConsoleCall(context, state, account: null, workspace, "owner");
        }

        var account = Authenticate(context, state);
        return state.Console.Workspace(account.CurrentWorkspaceId) is { } current && account.Roles.TryGetValue(current.Id, out var role)
            ? new ConsoleCall(context, state, account, current, role)
            : throw new DifyError(401, "unauthorized", "Invalid token.");
    }

    // An access cookie wins over the key; an unknown workspace makes it a token like others.
    private SimulatedWorkspace? AdminWorkspace(HttpContext context) =>
        state.Console.AdminKey is { } key
        && KeyOwner.KeyOf(context.Request) == key
        && context.Request.Cookies.Count == 0
        && Guid.TryParse(context.Request.Headers["X-WORKSPACE-ID"].FirstOrDefault(), out var id)
            ? state.Console.Workspace(id)
            : null;

    private static void CheckCsrf(HttpContext context, SimulatorState state, SimulatedAccount account)
    {
        if (!state.Console.Dialect.UsesCookies)
            return;

        var header = context.Request.Headers[CsrfHeader].FirstOrDefault();
        if (
            string.IsNullOrEmpty(header)
            || header != context.Request.Cookies[CookieName(state, "csrf_token")]
            || state.Console.Tokens.Csrf(header) != account
        )
        {
            throw new CsrfError();
        }
    }
}
