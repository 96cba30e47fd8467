using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes;

/// <summary>An answer that is an error, in the form all of Dify's errors have.</summary>
internal class DifyError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static DifyError InvalidParam(string message) => new(400, "invalid_param", message);

    public static DifyError BadRequest(string message) => new(400, "bad_request", message);

    public static DifyError NotFound(string message) => new(404, "not_found", message);

    public static DifyError Unauthorized() => new(401, "unauthorized", "Access token is invalid");

    public static DifyError NotChatApp() => new(400, "not_chat_app", "Please check if your app mode matches the right API route.");

    public static DifyError AppUnavailable() => new(400, "app_unavailable", "App unavailable, please check your app configurations.");

    public static DifyError NotWorkflowApp() => new(400, "not_workflow_app", "Please check if your app mode matches the right API route.");

    public Task WriteAsync(HttpResponse response) => JsonReply.WriteAsync(response, Body(), Status);

    private protected virtual JsonObject Body() => new() { ["code"] = Code, ["message"] = Message, ["status"] = Status };
}
