using System.Management.Automation;
using Dify.Client.Apps;

namespace DifyPS.Binding;

/// <summary>Says which cmdlet fits an app, before anything is sent. A binding that was never verified is left to Dify to judge.</summary>
internal static class ModeGuard
{
    public static void RequireChat(AppBinding binding, string cmdlet)
    {
        Keys.RequireApp(binding, cmdlet);
        if (binding.Mode is null || AppMode.IsChat(binding.Mode))
            return;
        var route = binding.Mode == AppMode.Workflow ? "workflows/run" : "completion-messages";
        throw new DifyBindingException(
            "AppModeMismatch", ErrorCategory.InvalidArgument,
            $"'{binding.Name}' is a {AppModes.Describe(binding.Mode)} app, and {cmdlet} talks to chat apps. Nothing was sent.",
            $"Run it with: Invoke-DifyRestMethod '{binding.Name}' {route} -Body @{{ inputs = @{{}}; user = '{binding.User}'; response_mode = 'streaming' }}",
            binding.Name);
    }
}
