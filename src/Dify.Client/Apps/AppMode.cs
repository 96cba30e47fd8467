namespace Dify.Client.Apps;

/// <summary>The modes of apps.</summary>
public static class AppMode
{
    /// <summary>Chatbot.</summary>
    public const string Chat = "chat";

    /// <summary>Agent.</summary>
    public const string AgentChat = "agent-chat";

    /// <summary>Chatflow.</summary>
    public const string AdvancedChat = "advanced-chat";

    /// <summary>New Agent.</summary>
    public const string Agent = "agent";

    /// <summary>Workflow.</summary>
    public const string Workflow = "workflow";

    /// <summary>Text generator.</summary>
    public const string Completion = "completion";

    /// <summary>Not an app: the knowledge bases a knowledge key opens. Dify has no such mode, it is a word of this library.</summary>
    public const string Knowledge = "knowledge";

    /// <summary>Whether apps of this mode take <c>POST /chat-messages</c>.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>Whether they do.</returns>
    public static bool IsChat(string? mode) => mode is Chat or AgentChat or AdvancedChat or Agent;
}
