using System.Collections.Generic;
using Dify.Client.Apps;

namespace DifyPS.Bindings.Identity;

/// <summary>Dify's app modes in people's words, and the one of ours: a knowledge key.</summary>
internal static class AppModes
{
    public const string Knowledge = AppMode.Knowledge;
    public const string NewAgent = AppMode.Agent;

    public static IReadOnlyList<string> All { get; } =
    [
        AppMode.Chat, AppMode.AgentChat, AppMode.AdvancedChat, AppMode.Agent, AppMode.Workflow, AppMode.Completion, AppMode.Knowledge,
    ];

    public static string Describe(string mode) => mode switch
    {
        AppMode.Chat => Strings.ModeChat,
        AppMode.AgentChat => Strings.ModeAgentChat,
        AppMode.AdvancedChat => Strings.ModeAdvancedChat,
        AppMode.Agent => Strings.ModeAgent,
        AppMode.Workflow => Strings.ModeWorkflow,
        AppMode.Completion => Strings.ModeCompletion,
        AppMode.Knowledge => Strings.ModeKnowledge,
        _ => mode,
    };
}
