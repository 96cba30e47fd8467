using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Console;

/// <summary>An import that waits for somebody to confirm it.</summary>
internal sealed record PendingImport(Guid WorkspaceId, string Dsl, Guid? AppId, string? Name);

/// <summary>Apps as text, out and in.</summary>
internal static class DslRoutes
{
    private const string CurrentVersion = "0.5.0";

    public static void Add(ConsoleMap map)
    {
        map.SignedIn("GET", "/apps/{app_id}/export", ExportAsync);
        map.SignedIn("POST", "/apps/imports", ImportAsync);
        map.SignedIn("POST", "/apps/imports/{import_id}/confirm", ConfirmAsync);
        map.SignedIn("GET", "/apps/imports/{app_id}/check-dependencies", CheckAsync);
    }

    /// <summary>The text of an app. Its values are lines of their own, which is all that an import reads.</summary>
    public static string Write(SimulatedApp app, bool withSecrets) =>
        $"app:\n  description: {app.Description}\n  mode: {app.Mode}\n  name: {app.Name}\nkind: app\n"
        + $"version: {CurrentVersion}\nsecret: {(withSecrets ? "top-secret-value" : "''")}\n";

    private static Task ExportAsync(ConsoleCall call)
    {
        call.RequireEditor();
        var secrets = call.Query("include_secret", "workflow_id").Flag("include_secret");
        return call.ReplyAsync(new JsonObject { ["data"] = Write(call.App, secrets) });
    }

    private static Task ImportAsync(ConsoleCall call)
    {
        call.RequireEditor();
        var body = call.Body("mode", "yaml_content", "yaml_url", "name", "description", "icon_type", "icon", "icon_background", "app_id");
        var dsl =
            body.OneOf("mode", "yaml-content", "yaml-url") == "yaml-content"
                ? body.Text("yaml_content")
                : $"app:\n  mode: chat\n  name: {body.Text("yaml_url")}\nversion: {CurrentVersion}\n";
        var import = new PendingImport(call.Workspace.Id, dsl, body.OptionalId("app_id"), body.OptionalText("name"));
        if (Value(dsl, "mode") is not { } mode || !AppModes.All.Contains(mode))
        {
            return call.ReplyAsync(
                Result(Guid.NewGuid(), "failed", null, dsl, "Missing app mode in YAML content."),
                StatusCodes.Status400BadRequest
            );
        }

        if (Version.TryParse(Value(dsl, "version") ?? CurrentVersion, out var version) && version > Version.Parse(CurrentVersion))
        {
            var id = Guid.NewGuid();
            call.Console.Imports[id.ToString()] = import;
            return call.ReplyAsync(Result(id, "pending", null, dsl, ""), StatusCodes.Status202Accepted);
        }

        var status = version < Version.Parse(CurrentVersion) ? "completed-with-warnings" : "completed";
        return call.ReplyAsync(Result(Guid.NewGuid(), status, Apply(call, import), dsl, ""));
    }

    private static Task ConfirmAsync(ConsoleCall call)
    {
        call.RequireEditor();
        var id = call.Segment("import_id");
        return call.Console.Imports.TryRemove(id, out var import)
            ? call.ReplyAsync(Result(Guid.Parse(id), "completed", Apply(call, import), import.Dsl, ""))
            : call.ReplyAsync(
                Result(Guid.NewGuid(), "failed", null, "", "Import information expired or does not exist"),
                StatusCodes.Status400BadRequest
            );
    }

    private static Task CheckAsync(ConsoleCall call)
    {
        var plugins = call.App.Description.Split(' ').Where(word => word.StartsWith("needs:", StringComparison.Ordinal));
        return call.ReplyAsync(
            new JsonObject
            {
                ["leaked_dependencies"] = new JsonArray([
                    .. plugins.Select(word =>
                        (JsonNode)
                            new JsonObject
                            {
                                ["type"] = "marketplace",
                                ["value"] = new JsonObject { ["marketplace_plugin_unique_identifier"] = word["needs:".Length..] },
                                ["current_identifier"] = null,
                            }
                    ),
                ]),
            }
        );
    }

    private static SimulatedApp Apply(ConsoleCall call, PendingImport import)
    {
        var name = import.Name ?? Value(import.Dsl, "name") ?? "Imported";
        var app = import.AppId is { } id
            ? call.State.Apps.FirstOrDefault(one => one.Id == id && one.WorkspaceId == import.WorkspaceId)
                ?? throw DifyError.NotFound("App not found.")
            : call.State.AddApp(name, Value(import.Dsl, "mode")!, one => one.WorkspaceId = import.WorkspaceId);
        app.Description = Value(import.Dsl, "description") ?? app.Description;
        app.Rename(name);
        return app;
    }

    private static JsonObject Result(Guid id, string status, SimulatedApp? app, string dsl, string error) =>
        new()
        {
            ["id"] = id.ToString(),
            ["status"] = status,
            ["app_id"] = app?.Id.ToString(),
            ["app_mode"] = app?.Mode,
            ["current_dsl_version"] = CurrentVersion,
            ["imported_dsl_version"] = Value(dsl, "version") ?? "",
            ["error"] = error,
        };

    private static string? Value(string dsl, string name) =>
        dsl.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            ?[(name.Length + 1)..].Trim();
}
