using System;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Apps;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>Says which cmdlet fits an app, before anything is sent. A binding that was never verified is left to Dify to judge.</summary>
internal static class ModeGuard
{
    // Which modes an operation is for, as Dify's description of the Service API has it.
    public static readonly string[] Chat = { AppMode.Chat, AppMode.AgentChat, AppMode.AdvancedChat, AppMode.Agent };
    public static readonly string[] ChatButNewAgent = { AppMode.Chat, AppMode.AgentChat, AppMode.AdvancedChat };
    public static readonly string[] Messages = { AppMode.Chat, AppMode.AgentChat, AppMode.AdvancedChat, AppMode.Completion };
    public static readonly string[] Runs = { AppMode.Workflow, AppMode.AdvancedChat };
    public static readonly string[] Workflow = { AppMode.Workflow };
    public static readonly string[] Completion = { AppMode.Completion };

    // All of which Dify keeps something that can be added up: text generators have neither a log nor conversations.
    public static readonly string[] Kept = Chat.Concat(Workflow).ToArray();

    /// <summary>The modes of a scope; null for all of them.</summary>
    public static string[]? ModesOf(AppScope scope) => scope switch
    {
        AppScope.Chat => Chat,
        AppScope.ChatButNewAgent => ChatButNewAgent,
        AppScope.Messages => Messages,
        AppScope.Completion => Completion,
        AppScope.Workflow => Workflow,
        AppScope.Runs => Runs,
        AppScope.Kept => Kept,
        _ => null,
    };

    /// <summary>Whether the binding's mode is one of them, or may be: one that was never verified, or of a mode of tomorrow.</summary>
    public static bool IsOf(AppBinding binding, string[]? modes) =>
        modes is null || binding.Mode is null || modes.Contains(binding.Mode) || !AppModes.All.Contains(binding.Mode);

    /// <summary>Throws <c>AppModeMismatch</c> or <c>AppKeyRequired</c>.</summary>
    public static void Require(AppBinding binding, string cmdlet, string[]? modes)
    {
        Keys.RequireApp(binding, cmdlet);
        if (IsOf(binding, modes))
            return;
        throw new DifyCommandException(
            "AppModeMismatch", ErrorCategory.InvalidArgument,
            Strings.FormatAppModeMismatch(binding.Name, AppModes.Describe(binding.Mode!), cmdlet, List(modes!)),
            IsRun(cmdlet)
                ? Strings.FormatAppModeMismatchRunAction(RunCmdlet(binding.Mode!), Quoting.Literal(binding.Name))
                : Strings.FormatAppModeMismatchListAction(string.Join(", ", modes!)),
            binding.Name);
    }

    /// <summary>The cmdlet that runs apps of a mode.</summary>
    public static string RunCmdlet(string mode) => mode switch
    {
        AppMode.Workflow => "Invoke-DifyWorkflow",
        AppMode.Completion => "Invoke-DifyCompletion",
        _ => "Invoke-DifyChat",
    };

    private static bool IsRun(string cmdlet) => cmdlet.StartsWith("Invoke-", StringComparison.Ordinal);

    private static string List(string[] modes)
    {
        var words = modes.Select(AppModes.Describe).ToArray();
        return words.Length == 1
            ? words[0]
            : Strings.FormatListAnd(string.Join(", ", words.Take(words.Length - 1)), words[words.Length - 1]);
    }
}
