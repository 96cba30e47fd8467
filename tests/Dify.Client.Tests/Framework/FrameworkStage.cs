using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Dify.Simulator;

namespace Dify.Client.Tests.Framework;

/// <summary>The apps that the checks of <c>Dify.Client.Mono</c> talk to, each with what is to go wrong there.</summary>
internal static class FrameworkStage
{
    private const string Unicode = "Grüße, 猫 und \U0001F408 \"so\"\\\u2028";

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    /// <summary>Adds them all, and gives a line for each: its name, a tab, and its key.</summary>
    public static IReadOnlyList<string> Build(SimulatorHost simulator)
    {
        var state = simulator.State;
        foreach (var mode in new[] { "chat", "agent-chat", "agent", "advanced-chat", "completion" })
            state.AddApp(mode, mode, app => app.Description = Unicode);

        state.AddApp("workflow", "workflow", app => app.Script = new ChatScript { Outputs = new JsonObject { ["text"] = Unicode } });
        state.AddApp("inputs", "workflow");
        state.AddApp("flow", "advanced-chat", app => app.AddInput("text-input", "topic", required: true));
        state.AddApp("long", "chat", app => app.Script = new ChatScript { Events = 3000, EventText = "Wörter \U0001F408 " });
        state.AddApp("slow-words", "chat", app => app.Script = new ChatScript { Events = 20, Delay = TimeSpan.FromMilliseconds(50) });
        state.AddApp("broken-flow", "advanced-chat", app =>
            app.Script = new ChatScript { Answer = "one two three four five six", HoldWhileUnwatched = true }
        );
        state.AddApp("broken-workflow", "workflow", app => app.Script = new ChatScript
        {
            HoldWhileUnwatched = true,
            Outputs = new JsonObject { ["text"] = "whole" },
        });
        state.AddApp("error-event", "chat", app => app.Script = new ChatScript
        {
            Error = new SimulatedError { Code = "provider_quota_exceeded", Message = "Used up." },
        });
        foreach (var name in new[] { "endless", "left", "stopped" })
            state.AddApp(name, "chat", app => app.Script = new ChatScript { Events = 100_000, Delay = Beat });

        foreach (var name in new[] { "lists", "revoked", "no-stream", "files" })
            state.AddApp(name);

        AddFaults(simulator);
        return [.. state.Apps.Select(app => $"{app.Name}\t{KeyOf(simulator, app)}")];
    }

    private static void AddFaults(SimulatorHost simulator)
    {
        void Fail(string app, Fault fault)
        {
            if (simulator.State.App(app) is null)
                simulator.State.AddApp(app);

            fault.App = app;
            simulator.Faults.Add(fault);
        }

        Fail("many", new Fault { Latency = TimeSpan.FromMilliseconds(500) });
        Fail("slow", new Fault { Latency = TimeSpan.FromMinutes(1) });
        Fail("half", new Fault { Kind = FaultKind.Stall, AfterBytes = 10 });
        Fail("slow-headers", new Fault { Kind = FaultKind.SlowHeaders, Interval = Beat });
        Fail("broken-flow", new Fault { Kind = FaultKind.Drop, Path = "/chat-messages", AfterEvents = 5, Count = 1 });
        Fail("broken-workflow", new Fault { Kind = FaultKind.Drop, Path = "/workflows/run", AfterEvents = 2, Count = 1 });
        Fail("broken-chat", new Fault { Kind = FaultKind.Drop, AfterEvents = 3 });
        Fail("cut-event", new Fault { Kind = FaultKind.Drop, AfterBytes = 300 });
        Fail("garbage", new Fault { Kind = FaultKind.Garbage, AfterEvents = 2 });
        Fail("oversize", new Fault { Kind = FaultKind.Oversize, AfterEvents = 2, Size = 4_000_000 });
        Fail("silent", new Fault { Kind = FaultKind.Stall, AfterEvents = 2 });
        Fail("left-silent", new Fault { Kind = FaultKind.Stall, AfterEvents = 2 });
        Fail("pings", new Fault { Kind = FaultKind.PingsOnly, AfterEvents = 2, Interval = TimeSpan.FromMilliseconds(100) });
        Fail("lingers", new Fault { Kind = FaultKind.PingsOnly, AfterEvents = 1_000_000, Interval = TimeSpan.FromMilliseconds(100) });
        Fail("packed", new Fault { Kind = FaultKind.Bomb, Size = 1024 * 1024 });
        Fail("bomb", new Fault { Kind = FaultKind.Bomb, Size = 100_000_000 });
        Fail("busy", new Fault { Status = 429, Code = "too_many_requests", RetryAfter = 0, Count = 2 });
        Fail("unavailable", new Fault { Status = 503, RetryAfter = 0, Count = 2 });
        Fail("unavailable-run", new Fault { Status = 503, RetryAfter = 0 });
        Fail("quota", new Fault { Status = 429, Code = "rate_limit_error", RetryAfter = 7 });
        Fail("aborted", new Fault { Kind = FaultKind.Abort, Count = 1 });
        Fail("aborted-run", new Fault { Kind = FaultKind.Abort });
        Fail("error", new Fault { Status = 400, Code = "app_unavailable", Message = Unicode });
        Fail("error-page", new Fault { Status = 502, Body = "<html><body>Bad gateway</body></html>", ContentType = "text/html" });
        Fail("truncated", new Fault { Kind = FaultKind.TruncatedJson });
        Fail("no-stream", new Fault { Status = 200, Body = "{}", ContentType = "application/json" });
        Fail("redirect", new Fault { RedirectTo = "/v1/site", Status = 307 });
        var repeated = simulator.State.AddApp("repeats-key").CreateKey();
        Fail(
            "repeats-key",
            new Fault
            {
                Status = 400,
                Body = $$"""{"code":"invalid_param","message":"Who is {{repeated}}?","status":400}""",
                ContentType = "application/json",
            }
        );
        Fail(
            "files-busy",
            new Fault
            {
                Status = 429,
                Code = "too_many_requests",
                RetryAfter = 0,
                Count = 1,
            }
        );
        Fail(
            "files-broken",
            new Fault
            {
                Kind = FaultKind.Drop,
                Path = "/files/*/preview",
                AfterBytes = 200_000,
            }
        );
    }

    private static string KeyOf(SimulatorHost simulator, SimulatedApp app)
    {
        var key = app.Keys.FirstOrDefault() ?? app.CreateKey();
        if (app.Name == "revoked")
            app.RevokeKey(key);

        return key;
    }
}
