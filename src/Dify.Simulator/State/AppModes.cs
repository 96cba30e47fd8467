using System.Collections.Generic;

namespace Dify.Simulator.State;

/// <summary>The modes of apps, and which of them a route is for.</summary>
internal static class AppModes
{
    public const string Chat = "chat";
    public const string AgentChat = "agent-chat";
    public const string AdvancedChat = "advanced-chat";
    public const string Agent = "agent";
    public const string Workflow = "workflow";
    public const string Completion = "completion";

    public static IReadOnlyList<string> All { get; } = [Chat, AgentChat, AdvancedChat, Agent, Workflow, Completion];

    public static bool IsChat(string mode) => mode is Chat or AgentChat or AdvancedChat or Agent;

    public static bool HasRuns(string mode) => mode is AdvancedChat or Workflow;
}
