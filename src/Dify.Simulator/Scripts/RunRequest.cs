using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator.Scripts;

/// <summary>What an app is asked for. Only a chat has a conversation, and a workflow's run leaves no message.</summary>
internal sealed record RunRequest(
    string User,
    JsonObject Inputs,
    string Query = "",
    Message? Message = null,
    Conversation? Conversation = null
);
