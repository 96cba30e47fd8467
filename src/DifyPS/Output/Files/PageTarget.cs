using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Output.Files;

/// <summary>The page that a cmdlet writes besides what it gives, when -Html asks for one.</summary>
internal static class PageTarget
{
    /// <summary>The page's file, looked at before any work is done; null when none is asked for.</summary>
    public static ExportFile? Of(PSCmdlet cmdlet, string? path, bool noClobber, bool force) =>
        path is null ? null : new ExportFile(SessionPath.Of(cmdlet, path), noClobber, force).Check();
}
