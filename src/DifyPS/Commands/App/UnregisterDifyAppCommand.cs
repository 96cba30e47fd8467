using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Forgets an app: deletes the secret that DifyPS wrote, then the binding. A secret that was only bound
/// stays. The key itself stays valid in Dify.
/// </summary>
[Cmdlet(VerbsLifecycle.Unregister, "DifyApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
[WorksWith(AppScope.Any)]
public sealed class UnregisterDifyAppCommand : DifyCmdlet
{
    /// <summary>Names; wildcards are welcome.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("App")]
    [AppNameArgument("Name", "App", Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = System.Array.Empty<string>();

    /// <summary>Leave the secret in its vault.</summary>
    [Parameter]
    public SwitchParameter KeepSecret { get; set; }

    /// <summary>Forgets the apps.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            foreach (var binding in FindApps(pattern, out _))
                Remove(binding);
        }
    }

    private void Remove(AppBinding binding)
    {
        var deletes = binding.OwnsSecret && !KeepSecret;
        var action = deletes
            ? Strings.FormatConfirmUnregister(binding.Vault, binding.Secret)
            : Strings.ConfirmForget;
        if (!ShouldProcess(binding.Name, action))
            return;
        RunItem(binding.Name, (context, token) =>
            new AppEditor(context.Registry, context.Vaults, context.Connector).RemoveAsync(binding, KeepSecret, token));
    }
}
