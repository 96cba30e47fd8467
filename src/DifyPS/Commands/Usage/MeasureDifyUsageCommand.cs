using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Charts;
using DifyPS.Output.Files;
using DifyPS.Output.Usage;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Adds up tokens, cost, latency and failures per app and day, from workflow logs (<c>GET /workflows/logs</c>) and messages
/// (<c>GET /conversations</c>, <c>GET /messages</c>).
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "DifyUsage", SupportsShouldProcess = true)]
[OutputType(typeof(DifyUsage))]
[WorksWith(AppScope.Kept)]
public sealed class MeasureDifyUsageCommand : DifyCmdlet
{
    private const int UsualDays = 30;

    private readonly HashSet<string> _measured = new(AppName.Comparer);
    private readonly List<DifyUsage> _usage = new();
    private DateTimeOffset _after;
    private ExportFile? _page;

    /// <summary>Names; wildcards are welcome. All apps when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AppNameArgument("App", "Name", Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[] App { get; set; } = { "*" };

    /// <summary>Only what was begun at this time or later; thirty days, with today, when missing.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only what was begun before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>The end users: of a log all when missing, of messages the user of the binding.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(User), Many = true)]
    public string[]? User { get; set; }

    /// <summary>Read chatflows by their messages, which have prices, and not by their log, which has all users.</summary>
    [Parameter]
    public SwitchParameter FromMessage { get; set; }

    /// <summary>A page to write as well.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Html { get; set; }

    /// <summary>Leave a page that is there as it is.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a page that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Finds out what is wrong before anything is sent.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            _after = After ?? new DateTimeOffset((Before ?? DateTimeOffset.Now).LocalDateTime.Date.AddDays(1 - UsualDays));
            if (_after >= Before)
                throw new ArgumentException(Strings.FormatAfterNotBefore(Time(_after), Time(Before)));
            _page = PageTarget.Of(this, Html, NoClobber, Force);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            ThrowTerminatingError(ErrorRecords.From(e, Html));
        }
    }

    /// <summary>Measures some apps.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in App)
        {
            var found = new List<AppBinding>();
            TryItem(pattern, () =>
                found.AddRange(
                    FindApps(pattern, out _)
                        .Where(binding =>
                            IsMeasured(binding, MyInvocation.ExpectingInput || WildcardPattern.ContainsWildcardCharacters(pattern))
                        )
                )
            );
            foreach (var binding in found.Where(binding => _measured.Add(binding.Name)))
                Measure(binding);
        }
    }

    /// <summary>Writes the page.</summary>
    protected override void EndProcessing()
    {
        if (_page is { } page && ShouldProcess(page.Path, Strings.PageWriteAction))
            DoLate(null, () => TryItem(page.Path, () => UsagePage.Save(_usage, new UsagePeriod(_after, Before), page)));
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Whoever names an app has an error when it cannot be measured; a wildcard or a list goes on without it.
    private bool IsMeasured(AppBinding binding, bool isFound)
    {
        try
        {
            WorksWithAttribute.Of(GetType(), ParameterSetName)!.Require(binding, MyInvocation.MyCommand.Name);
            return true;
        }
        catch (DifyCommandException) when (isFound)
        {
            if (binding.Mode != AppModes.Knowledge)
                WriteWarning(Strings.FormatUsageLeftOut(binding.Name, AppModes.Describe(binding.Mode!)));
            return false;
        }
    }

    private void Measure(AppBinding binding)
    {
        var source = UsageReader.SourceOf(binding, FromMessage);
        var days = new List<DifyUsage>();
        RunItem(binding.Name, async (context, token) =>
        {
            using var progress = new QuietProgress(context.WriteProgress, Strings.FormatUsageRead(binding.Name));
            var reader = new UsageReader(_after, Before, runs =>
                progress.Report(() => Strings.FormatUsageReadRuns(DisplayFormat.Count(runs)))
            );
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            var users = User?.Distinct(StringComparer.Ordinal).ToList();
            await (source == UsageReader.Log
                ? reader.ReadLogAsync(client, users, token)
                : reader.ReadMessagesAsync(client, users ?? new List<string> { binding.User }, token)).ConfigureAwait(false);
            days.AddRange(reader.Build(binding.Name, source));
        });
        WriteObject(days, enumerateCollection: true);
        if (_page is not null)
            _usage.AddRange(days);
    }
}
