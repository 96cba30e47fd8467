using System.Collections.Generic;
using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Inputs;

namespace DifyPS.Commands;

/// <summary>What goes wrong with runs, in words.</summary>
internal static class RunErrors
{
    public static DifyBindingException Failed(AppBinding binding, string? error, string? run) => new(
        "WorkflowFailed", ErrorCategory.InvalidResult,
        $"The {AppModes.Describe(binding.Mode ?? "workflow")} '{binding.Name}' failed: {(string.IsNullOrEmpty(error) ? "Dify did not say why" : error)}",
        run is null ? "The app's logs in Dify show each node." : $"Its run is {run}: Get-DifyWorkflowRun '{binding.Name}' {run}. The app's logs in Dify show each node.",
        binding.Name);

    /// <summary>All problems of an input in one error.</summary>
    public static DifyBindingException InvalidInputs(string app, IReadOnlyList<string> problems, AppForm form) => new(
        "InvalidInputs", ErrorCategory.InvalidArgument,
        $"The inputs do not fit '{app}', and nothing was sent: {string.Join("; ", problems)}. {form.Describe(app)}",
        $"Get-DifyAppInfo '{app}' shows what it takes.", app);
}
