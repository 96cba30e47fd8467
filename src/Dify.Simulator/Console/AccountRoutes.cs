using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;

namespace Dify.Simulator.Console;

/// <summary>Accounts and workspaces.</summary>
internal static class AccountRoutes
{
    public static void Add(ConsoleMap map)
    {
        map.SignedIn("GET", "/account/profile", ProfileAsync);
        map.SignedIn("GET", "/workspaces", ListAsync);
        map.SignedIn(static dialect => !dialect.AsksWorkspaceByPost, "GET", "/workspaces/current", CurrentAsync);
        map.SignedIn(static dialect => dialect.AsksWorkspaceByPost, "POST", "/workspaces/current", CurrentAsync);
        map.SignedIn("POST", "/workspaces/switch", SwitchAsync);
        map.Open("GET", "/all-workspaces", ListAllAsync);
    }

    private static Task ProfileAsync(ConsoleCall call) =>
        call.ReplyAsync(
            call.Account is { } account
                ? new JsonObject
                {
                    ["id"] = account.Id.ToString(),
                    ["name"] = account.Name,
                    ["email"] = account.Email,
                    ["is_password_set"] = account.Password is not null,
                    ["timezone"] = "UTC",
                }
                : new JsonObject
                {
                    ["id"] = Guid.Empty.ToString(),
                    ["name"] = "Owner",
                    ["email"] = "owner@example.com",
                }
        );

    private static Task ListAsync(ConsoleCall call)
    {
        var mine = call.Account is { } account ? call.Console.Workspaces.Where(one => account.Roles.ContainsKey(one.Id)) : [call.Workspace];
        return call.ReplyAsync(
            new JsonObject
            {
                ["workspaces"] = new JsonArray([
                    .. mine.Select(one => Item(call, one, workspace => workspace["current"] = one.Id == call.Workspace.Id)),
                ]),
            }
        );
    }

    private static Task CurrentAsync(ConsoleCall call) => call.ReplyAsync(Item(call, call.Workspace, json => json["role"] = call.Role));

    private static Task SwitchAsync(ConsoleCall call)
    {
        var id = call.Body("tenant_id").OptionalId("tenant_id");
        if (call.Account is not { } account || id is not { } wanted || !account.Roles.ContainsKey(wanted))
            throw new DifyError(403, "account_not_link_tenant", "Account not link tenant.");

        account.CurrentWorkspaceId = wanted;
        return call.ReplyAsync(
            new JsonObject { ["result"] = "success", ["new_tenant"] = Item(call, call.Console.Workspace(wanted)!, static _ => { }) }
        );
    }

    private static Task ListAllAsync(ConsoleCall call)
    {
        if (call.Console.AdminKey is not { } key || KeyOwner.KeyOf(call.Context.Request) != key)
            throw new DifyError(401, "unauthorized", "Invalid token.");

        var query = call.Query("page", "limit");
        var (page, limit) = (query.Number("page", 1, 1, 99999), query.Number("limit", 20, 1, 100));
        return call.ReplyAsync(PagedReply.OfPage(call.Console.Workspaces, page, limit, one => Item(call, one, static _ => { })));
    }

    private static JsonObject Item(ConsoleCall call, SimulatedWorkspace workspace, Action<JsonObject> add)
    {
        var json = new JsonObject
        {
            ["id"] = workspace.Id.ToString(),
            ["name"] = workspace.Name,
            ["plan"] = "basic",
            ["status"] = "normal",
            ["created_at"] = call.State.Now(),
        };
        add(json);
        return json;
    }
}
