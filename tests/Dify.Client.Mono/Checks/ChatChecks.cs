using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Completions;
using Dify.Client.Rest;
using Dify.Client.Runs;
using Dify.Client.Values;
using Dify.Client.Workflows;

namespace Dify.Client.Mono.Checks;

/// <summary>Runs that go well, in all modes.</summary>
internal static class ChatChecks
{
    public static void Add(CheckList list, Stage stage)
    {
        foreach (var mode in new[] { "chat", "agent-chat", "agent", "advanced-chat" })
        {
            list.Add($"An app of mode {mode} answers and remembers", async () =>
            {
                var client = stage.Client(mode);
                var first = await client.Chat.SendAsync(new ChatRequest { Query = CallChecks.Unicode, User = "Ann Ä" });
                var second = await client.Chat.SendAsync(
                    new ChatRequest
                    {
                        Query = "and now",
                        User = "Ann Ä",
                        ConversationId = first.ConversationId,
                    }
                );
                stage.Same($"{mode} here: you said '{CallChecks.Unicode}'", first.Answer, "The answer");
                stage.Same(("succeeded", first.ConversationId), (second.Status, second.ConversationId), "The second reply");
                stage.True(first.Usage?.TotalTokens > 0, "There is no usage.");
                stage.Same(mode == "advanced-chat", first.WorkflowRunId is not null, "Having a run");
            });
        }

        list.Add("A text generator writes", async () =>
        {
            var reply = await stage
                .Client("completion")
                .Completions.SendAsync(new CompletionRequest { User = "ann", Query = CallChecks.Unicode });
            stage.True(reply.Answer.Contains(CallChecks.Unicode), "The answer is " + reply.Answer);
        });
        list.Add("A workflow runs and can be asked about", async () =>
        {
            var client = stage.Client("workflow");
            var inputs = new Dictionary<string, object?> { ["topic"] = CallChecks.Unicode };
            var result = await client.Workflows.RunAsync(new WorkflowRequest { User = "ann", Inputs = inputs });
            stage.Same(("succeeded", CallChecks.Unicode), (result.Status, result.Outputs?.GetProperty("text").GetString()), "The result");
            stage.True(result.Steps.Count > 0, "There are no steps.");
            var run = await client.Workflows.GetRunAsync(result.WorkflowRunId!);
            stage.Same("succeeded", run.Status, "The run");
            var logged = 0;
            await foreach (var entry in client.Workflows.ListLogsAsync())
                logged++;

            stage.True(logged > 0, "There is no log.");
        });
        list.Add("Inputs of all kinds arrive", async () =>
        {
            var inputs = new Dictionary<string, object?>
            {
                ["text"] = "ä",
                ["number"] = 1.5,
                ["large"] = long.MaxValue,
                ["yes"] = true,
                ["none"] = null,
                ["list"] = new List<object?> { 1, "zwei" },
                ["json"] = JsonDocument.Parse("{\"a\":[1e3]}").RootElement,
            };
            stage.Same(
                "succeeded",
                (await stage.Client("inputs").Workflows.RunAsync(new WorkflowRequest { User = "ann", Inputs = inputs })).Status,
                "The status"
            );
        });
        list.Add("Numbers are written and read to the last digit", () =>
        {
            var numbers = new object[]
            {
                0.1,
                0.30000000000000004,
                0.1234567890123456,
                -0.0,
                1e20,
                0.1f,
                ulong.MaxValue,
                1.10m,
                System.Numerics.BigInteger.Pow(10, 30),
            };
            stage.Same(
                "[0.1,0.30000000000000004,0.1234567890123456,-0.0,1E+20,0.1,18446744073709551615,1.10,1000000000000000000000000000000]",
                System.Text.Encoding.UTF8.GetString(JsonValueWriter.Write(numbers)),
                "The JSON"
            );
            foreach (
                var literal in new[]
                {
                    "0.1",
                    "0.30000000000000004",
                    "0.1234567890123456",
                    "12345678901234567890",
                    "1234567890.1234567891",
                    "1e300",
                    "-0",
                }
            )
            {
                var value = ExactNumber.FromLiteral(literal);
                stage.True(value is not null && ExactNumber.AreEqual(literal, ExactNumber.ToLiteral(value)!), literal + " is " + value);
            }

            stage.True(ExactNumber.FromLiteral("1e400") is null, "1e400 is no number of .NET's.");
            return Task.CompletedTask;
        });
        list.Add("A long reply is whole", async () =>
        {
            var reply = await stage.Client("long").Chat.SendAsync(Stage.Hello);
            stage.Same(string.Concat(Enumerable.Repeat("Wörter \U0001F408 ", 3000)), reply.Answer, "The answer");
        });
        list.Add("Replies at once do not wait for each other", async () =>
        {
            // Each takes a second: two at a time, the last would be there after 8.
            var client = stage.Client("slow-words");
            var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => client.Chat.SendAsync(Stage.Hello)));
            stage.True(
                replies.All(reply => reply.Elapsed < TimeSpan.FromSeconds(6)),
                "They took " + string.Join(", ", replies.Select(reply => reply.Elapsed))
            );
        });
    }
}
