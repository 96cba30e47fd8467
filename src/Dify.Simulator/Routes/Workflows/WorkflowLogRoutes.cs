using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;

namespace Dify.Simulator.Routes.Workflows;

/// <summary>The log of an app's runs, newest first.</summary>
internal static class WorkflowLogRoutes
{
    private const int MostPages = 99_999;

    public static void Add(RouteMap map) => map.Runs("GET", "/workflows/logs", ListAsync);

    private static Task ListAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query(
            "keyword",
            "status",
            "page",
            "limit",
            "created_at__before",
            "created_at__after",
            "created_by_end_user_session_id",
            "created_by_account"
        );
        var page = query.Number("page", 1, 1, MostPages);
        var limit = query.Number("limit", 20, 1, 100);
        return call.ReplyAsync(PagedReply.OfPage(Filter(call.State, query, app.Runs.Reverse()).ToList(), page, limit, Item));
    }

    private static IEnumerable<SimulatedRun> Filter(SimulatorState state, QueryReader query, IEnumerable<SimulatedRun> runs)
    {
        if (
            query.OptionalText("status") is not null
            && query.OneOf("status", "", RunStatus.Succeeded, RunStatus.Failed, RunStatus.Stopped) is var status
        )
        {
            runs = runs.Where(run => run.Status == status);
        }

        if (query.Time("created_at__before") is { } before)
            runs = runs.Where(run => run.CreatedAt <= before);

        if (query.Time("created_at__after") is { } after)
            runs = runs.Where(run => run.CreatedAt >= after);

        if (query.OptionalText("created_by_end_user_session_id") is { Length: > 0 } user)
            runs = runs.Where(run => run.User == user);

        if (query.OptionalText("created_by_account") is { Length: > 0 } account)
        {
            // The API's runs are end users', so an account has none of them.
            runs = state.Accounts.Contains(account, StringComparer.OrdinalIgnoreCase)
                ? []
                : throw DifyError.InvalidParam($"Account not found: {account}");
        }

        return query.OptionalText("keyword") is { Length: > 0 } keyword ? runs.Where(run => Has(run, keyword)) : runs;
    }

    private static bool Has(SimulatedRun run, string keyword) =>
        run.User.Contains(keyword, StringComparison.OrdinalIgnoreCase)
        || run.WorkflowRunId.ToString()!.Equals(keyword, StringComparison.OrdinalIgnoreCase)
        || run.Query.Contains(keyword, StringComparison.OrdinalIgnoreCase)
        || AnswerText.Asked(run).Contains(keyword, StringComparison.OrdinalIgnoreCase)
        || run.Outputs.Any(output => output.Value?.ToString().Contains(keyword, StringComparison.OrdinalIgnoreCase) == true);

    private static JsonNode Item(SimulatedRun run) => new JsonObject
    {
        ["id"] = run.LogId.ToString(),
        ["workflow_run"] = new JsonObject
        {
            ["id"] = run.WorkflowRunId.ToString(),
            ["version"] = run.App.PublishedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
            ["status"] = run.Status,
            ["error"] = run.Error,
            ["elapsed_time"] = run.HasEnded ? run.Elapsed : 0,
            ["total_tokens"] = WorkflowEvents.Tokens(run),
            ["total_steps"] = run.Steps,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
            ["finished_at"] = run.FinishedAt?.ToUnixTimeSeconds(),
            ["exceptions_count"] = WorkflowEvents.Exceptions(run),
            ["triggered_from"] = "app-run",
        },
        ["created_from"] = "service-api",
        ["created_by_role"] = "end_user",
        ["created_by_account"] = null,
        ["created_by_end_user"] = new JsonObject
        {
            ["id"] = run.App.EndUsers.IdOf(run.User).ToString(),
            ["type"] = "service-api",
            ["is_anonymous"] = false,
            ["session_id"] = run.User,
        },
        ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        ["details"] = null,
    };
}
