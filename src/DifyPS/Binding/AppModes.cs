using System;
using System.Collections.Generic;
using Dify.Client.Apps;

namespace DifyPS.Binding;

/// <summary>Dify's app modes in people's words, and the one of ours: a knowledge key.</summary>
internal static class AppModes
{
    public const string Knowledge = AppMode.Knowledge;
    public const string NewAgent = AppMode.Agent;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        [AppMode.Chat] = "chatbot",
        [AppMode.AgentChat] = "agent",
        [AppMode.AdvancedChat] = "chatflow",
        [AppMode.Agent] = "new agent",
        [AppMode.Workflow] = "workflow",
        [AppMode.Completion] = "text generator",
        [AppMode.Knowledge] = "knowledge",
    };

    public static IEnumerable<string> All => Words.Keys;

    public static string Describe(string mode) => Words.TryGetValue(mode, out var words) ? words : mode;
}
