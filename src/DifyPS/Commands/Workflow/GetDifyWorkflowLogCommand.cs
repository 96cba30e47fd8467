using System;
using System.Globalization;
using System.Management.Automation;
using Dify.Client.Workflows;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists an app's past workflow runs, the newest first (<c>GET /workflows/logs</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyWorkflowLog")]
[OutputType(typeof(DifyWorkflowLog))]
[WorksWith(AppScope.Runs)]
public sealed class GetDifyWorkflowLogCommand : DifyListCmdlet
{
    /// <summary>A word that a run's inputs, outputs or ids have to hold.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Keyword))]
    public string? Keyword { get; set; }

    /// <summary>Only runs that ended so.</summary>
    [Parameter]
    [ValidateSet("Succeeded", "Failed", "Stopped")]
    public string? Status { get; set; }

    /// <summary>Only runs begun after this time.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only runs begun before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only runs of this end user.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Only runs of this member of the workspace, by email address.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Account))]
    public string? Account { get; set; }

    /// <summary>Lists one app's runs.</summary>
    protected override void ProcessRecord()
    {
        var filter = new WorkflowLogFilter
        {
            Keyword = Keyword,
            Status = Status?.ToLowerInvariant(),
            After = After,
            Before = Before,
            EndUserSessionId = User,
            Account = Account,
        };
        List(
            App,
            call => call.Client.Workflows.ListLogsAsync(filter, Most, call.Token),
            (call, entry) => new DifyWorkflowLog(call.App, entry),
            _ => RequirePeriod()
        );
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private void RequirePeriod()
    {
        if (After >= Before)
            throw new ArgumentException(Strings.FormatAfterNotBefore(Time(After), Time(Before)));
    }
}
