using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Xunit;

namespace Dify.Client.Tests.Fakes;

/// <summary>Short ways to read a stream to its end.</summary>
internal static class Streams
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ChatRequest Hello { get; } = new() { Query = "hello", User = "ann" };

    public static Task<(List<DifyEvent> Events, Exception? End)> ReadAsync(Stream body, int maxEventBytes = 16 * 1024 * 1024)
    {
        var server = new FakeServer().Answer(FakeServer.Events(body));
        return ReadAsync(server.Client(server.Options(maxEventBytes: maxEventBytes)).Chat.StreamAsync(Hello, Token));
    }

    public static async Task<(List<DifyEvent> Events, Exception? End)> ReadAsync(IAsyncEnumerable<DifyEvent> events)
    {
        var seen = new List<DifyEvent>();
        try
        {
            await foreach (var item in events)
                seen.Add(item);
        }
        catch (Exception e)
        {
            return (seen, e);
        }

        return (seen, null);
    }

    public static string Message(string answer) =>
        $$"""{"event":"message","task_id":"t1","message_id":"m1","conversation_id":"c1","created_at":1783000000,"answer":{{System.Text.Json.JsonSerializer.Serialize(answer)}}}""";

    public static string AgentMessage(string answer) =>
        Message(answer).Replace("\"message\"", "\"agent_message\"", StringComparison.Ordinal);

    public static string MessageEnd() =>
        """{"event":"message_end","task_id":"t1","message_id":"m1","conversation_id":"c1","created_at":1783000001,"metadata":{"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"total_price":"0.0012","currency":"USD","latency":0.5},"retriever_resources":[{"position":1,"document_name":"Cats","score":0.9}]}}""";

    public static string WorkflowStarted(string reason = "initial") =>
        $$$"""{"event":"workflow_started","task_id":"t1","message_id":"m1","conversation_id":"c1","created_at":1783000000,"workflow_run_id":"r1","data":{"id":"r1","workflow_id":"w1","inputs":{},"created_at":1783000000,"reason":"{{{reason}}}"}}""";

    public static string Node(string kind, string id, string? status = null) =>
        $$$"""{"event":"node_{{{kind}}}","task_id":"t1","message_id":"m1","conversation_id":"c1","workflow_run_id":"r1","data":{"id":"{{{id}}}","node_id":"n-{{{id}}}","node_type":"llm","title":"Think","index":1{{{(status is null ? string.Empty : $",\"status\":\"{status}\",\"elapsed_time\":1.5")}}}}}""";

    public static string WorkflowFinished(string status = "succeeded", string outputs = "null", string error = "null") =>
        $$$"""{"event":"workflow_finished","task_id":"t1","message_id":"m1","conversation_id":"c1","workflow_run_id":"r1","data":{"id":"r1","workflow_id":"w1","status":"{{{status}}}","outputs":{{{outputs}}},"error":{{{error}}},"elapsed_time":2.5,"total_tokens":50,"total_steps":2,"created_at":1783000000,"finished_at":1783000003}}""";

    public static string Error(int status = 400, string code = "invalid_param", string message = "No.") =>
        $$"""{"event":"error","message_id":"m1","conversation_id":"c1","created_at":1783000000,"status":{{status}},"code":"{{code}}","message":"{{message}}"}""";
}
