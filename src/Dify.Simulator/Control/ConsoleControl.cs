using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>The console: its version and switches, people, workspaces, and what people do in their browsers.</summary>
internal static class ConsoleControl
{
    public static void Add(IEndpointRouteBuilder routes, SimulatorState state)
    {
        var console = state.Console;
        routes.MapGet("/console", context => Show(context, console));
        routes.MapPatch("/console", async context =>
        {
            Apply(console, await ControlCall.ReadAsync(context, ControlJson.Default.ConsoleOrder));
            await Show(context, console);
        });
        routes.MapPost("/console/workspaces/{name}", context =>
        {
            var workspace = console.AddWorkspace(ControlCall.Segment(context, "name"));
            return ControlCall.WriteAsync(
                context,
                new WorkspaceView(workspace.Id, workspace.Name),
                ControlJson.Default.WorkspaceView,
                StatusCodes.Status201Created
            );
        });
        routes.MapPost("/console/accounts", context => AddAccountAsync(context, console));
        routes.MapPatch("/console/accounts/{email}", async context =>
        {
            var account = Find(context, console);
            Apply(console, account, await ControlCall.ReadAsync(context, ControlJson.Default.AccountOrder));
            await Show(context, console, account);
        });
        routes.MapGet("/console/accounts/{email}/code", context =>
            ControlCall.WriteAsync(context, new CodeView(console.LastCode(Find(context, console).Email)), ControlJson.Default.CodeView)
        );
        routes.MapPost("/console/sessions/expire", context => Do(context, console.ExpireSessions));
        routes.MapPost("/console/sessions/end", context => Do(context, console.EndSessions));
        routes.MapPost("/console/catalog/change", context => Do(context, console.ChangeCatalog));
        routes.MapPost("/console/devices/{code}/approve", context => DecideAsync(context, console, isApproved: true));
        routes.MapPost("/console/devices/{code}/deny", context => DecideAsync(context, console, isApproved: false));
    }

    public static SimulatedWorkspace FindWorkspace(SimulatedConsole console, string name) =>
        console.Workspaces.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ControlException(404, "There is no such workspace.");

    private static async Task AddAccountAsync(HttpContext context, SimulatedConsole console)
    {
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.AccountOrder);
        var account = console.AddAccount(
            order.Email ?? throw new ControlException(400, "An account needs an email."),
            order.Password ?? throw new ControlException(400, "An account needs a password."),
            order.Role ?? (order.Roles is null ? "owner" : null),
            order.Name ?? "Ann"
        );
        Apply(console, account, order);
        await Show(context, console, account, StatusCodes.Status201Created);
    }

    private static void Apply(SimulatedConsole console, SimulatedAccount account, AccountOrder order)
    {
        account.Password = order.Password ?? account.Password;
        account.Status = order.Status ?? account.Status;
        if (order.Role is { } role)
            account.Roles[console.Workspaces[0].Id] = role;

        foreach (var (name, other) in order.Roles ?? new System.Collections.Generic.Dictionary<string, string>())
            account.Roles[FindWorkspace(console, name).Id] = other;

        account.CurrentWorkspaceId =
            order.Workspace is { } workspace ? FindWorkspace(console, workspace).Id
            : account.Roles.ContainsKey(account.CurrentWorkspaceId) ? account.CurrentWorkspaceId
            : account.Roles.Keys.FirstOrDefault();
    }

    private static void Apply(SimulatedConsole console, ConsoleOrder order)
    {
        console.Version = order.Version ?? console.Version;
        console.TellsVersion = order.TellsVersion ?? console.TellsVersion;
        console.IsSetUp = order.IsSetUp ?? console.IsSetUp;
        console.AllowsPasswords = order.AllowsPasswords ?? console.AllowsPasswords;
        console.AllowsEmailCodes = order.AllowsEmailCodes ?? console.AllowsEmailCodes;
        console.AllowsRegistration = order.AllowsRegistration ?? console.AllowsRegistration;
        console.IsSingleSignOnOnly = order.IsSingleSignOnOnly ?? console.IsSingleSignOnOnly;
        console.IsConfiguredForHttps = order.IsConfiguredForHttps ?? console.IsConfiguredForHttps;
        console.MasksKeys = order.MasksKeys ?? console.MasksKeys;
        console.AdminKey = order.AdminKey ?? console.AdminKey;
        console.IsProgrammaticApiOn = order.IsProgrammaticApiOn ?? console.IsProgrammaticApiOn;
        console.TakesBearers = order.TakesBearers ?? console.TakesBearers;
        console.DeviceInterval = order.DeviceInterval ?? console.DeviceInterval;
    }

    private static async Task DecideAsync(HttpContext context, SimulatedConsole console, bool isApproved)
    {
        var code = ControlCall.Segment(context, "code");
        var email = (await ControlCall.ReadAsync(context, ControlJson.Default.ApprovalOrder)).Email;
        var done = isApproved
            ? console.ApproveDevice(
                code,
                console.Account(email ?? console.Accounts[0].Email) ?? throw new ControlException(404, "There is no such account.")
            )
            : console.DenyDevice(code);
        await (done ? ControlCall.Done(context) : throw new ControlException(404, "There is no such device."));
    }

    private static Task Do(HttpContext context, Action action)
    {
        action();
        return ControlCall.Done(context);
    }

    private static SimulatedAccount Find(HttpContext context, SimulatedConsole console) =>
        console.Account(ControlCall.Segment(context, "email")) ?? throw new ControlException(404, "There is no such account.");

    private static AccountView View(SimulatedConsole console, SimulatedAccount account) =>
        new(
            account.Id,
            account.Email,
            account.Name,
            account.Status,
            account.CurrentWorkspaceId,
            console.Workspaces.Where(one => account.Roles.ContainsKey(one.Id)).ToDictionary(one => one.Name, one => account.Roles[one.Id])
        );

    private static Task Show(
        HttpContext context,
        SimulatedConsole console,
        SimulatedAccount account,
        int status = StatusCodes.Status200OK
    ) => ControlCall.WriteAsync(context, View(console, account), ControlJson.Default.AccountView, status);

    private static Task Show(HttpContext context, SimulatedConsole console) =>
        ControlCall.WriteAsync(
            context,
            new ConsoleView(
                console.Version,
                [.. console.Workspaces.Select(one => new WorkspaceView(one.Id, one.Name))],
                [.. console.Accounts.Select(one => View(console, one))],
                console.WaitingDevices
            ),
            ControlJson.Default.ConsoleView
        );
}
