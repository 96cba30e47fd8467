using System.Management.Automation;

namespace DifyPS.Commands;

/// <summary>A cmdlet that lists what an app keeps.</summary>
public abstract class DifyListCmdlet : DifyAppCmdlet
{
    /// <summary>The most items to give; all when missing.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    /// <summary>How many items the client is to ask for at the most.</summary>
    internal int? Most => First > 0 ? First : null;
}
