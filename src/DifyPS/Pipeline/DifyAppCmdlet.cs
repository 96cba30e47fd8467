using System;
using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;

namespace DifyPS.Pipeline;

/// <summary>A cmdlet that speaks to one app, by its name.</summary>
public abstract class DifyAppCmdlet : DifyCmdlet
{
    /// <summary>The app's name. Every object of the module carries it, so it flows through pipelines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AppNameArgument("App", "Name")]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string App { get; set; } = string.Empty;

    /// <summary>The app's binding; null, and an error written, when there is none or <paramref name="check"/> finds something wrong with it.</summary>
    internal AppBinding? FindApp(object? target, Action<AppBinding> check)
    {
        AppBinding? binding = null;
        var found = TryItem(target, () =>
        {
            binding = Registry.Get(App);
            check(binding);
        });
        return found ? binding : null;
    }
}
