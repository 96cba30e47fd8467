using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>What goes wrong with runs, in words.</summary>
internal static class RunErrors
{
    // What a node complains of may be a whole document.
    private const int LongestReason = 2000;

    public static DifyCommandException Failed(AppBinding binding, string? error, string? run) =>
        new(
            "WorkflowFailed",
            ErrorCategory.InvalidResult,
            string.IsNullOrEmpty(error)
                ? Strings.FormatRunFailedUnexplained(AppModes.Describe(binding.Mode ?? AppMode.Workflow), binding.Name)
                : Strings.FormatRunFailed(AppModes.Describe(binding.Mode ?? AppMode.Workflow), binding.Name, Shorten(error!)),
            run is null
                ? Strings.RunFailedLogsAction
                : Strings.FormatRunFailedAction(Quoting.Quote(run), $"{Quoting.Literal(binding.Name)} {Quoting.Quote(run)}"),
            binding.Name
        );

    // The result has all of it.
    private static string Shorten(string error) => error.Length <= LongestReason ? error : error.Substring(0, LongestReason) + "…";

    /// <summary>All problems of an input in one error.</summary>
    public static DifyCommandException InvalidInputs(string app, IReadOnlyList<string> problems, AppForm form) => new(
        "InvalidInputs", ErrorCategory.InvalidArgument,
        Strings.FormatInputsInvalid(app, string.Join("; ", problems), form.Describe(app)),
        Strings.FormatInputsInvalidAction(Quoting.Literal(app)), app);
}
