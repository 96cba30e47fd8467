using System.Management.Automation;
using DifyPS.Bindings.Registry;

namespace DifyPS.Runs;

/// <summary>For whom a run is made, when its object from the pipeline may be any object.</summary>
internal static class RunUser
{
    /// <summary>
    /// The user that was named; else the one a file was uploaded for, since nobody else's run can use it; else the
    /// binding's. A column called User of somebody's list is an input, and no end user.
    /// </summary>
    public static string Of(string? named, PSObject? item, AppBinding binding) =>
        named ?? (item?.BaseObject is DifyFile file && AppName.Comparer.Equals(file.App, binding.Name) ? file.User : null) ?? binding.User;
}
