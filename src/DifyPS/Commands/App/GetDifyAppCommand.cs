using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists the registered apps. Reads the registry alone; no vault is opened and nothing is sent.</summary>
[Cmdlet(VerbsCommon.Get, "DifyApp")]
[OutputType(typeof(DifyApp))]
[WorksWith(AppScope.Any)]
public sealed class GetDifyAppCommand : DifyCmdlet
{
    private ModeFilter? _modes;

    /// <summary>Names; wildcards are welcome.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("App")]
    [AppNameArgument("Name", "App", Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only apps of these modes.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AppModeCompleter))]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Mode), Many = true)]
    public string[]? Mode { get; set; }

    /// <summary>Only apps whose server address matches; wildcards are welcome.</summary>
    [Parameter]
    [SupportsWildcards]
    [ServerArgument]
    public string? Server { get; set; }

    /// <summary>Lists the apps.</summary>
    protected override void ProcessRecord()
    {
        _modes ??= ModeFilter.Of(Mode, AppModes.All);
        foreach (var pattern in Name ?? new[] { "*" })
        {
            foreach (var binding in FindApps(pattern, out _).Where(IsWanted))
                WriteObject(new DifyApp(binding, Registry));
        }
    }

    /// <summary>Tells of modes that are none.</summary>
    protected override void EndProcessing()
    {
        foreach (var (word, error) in _modes?.TakeProblems().Where(one => !RefusedText.Is(one.Word)) ?? [])
            WriteError(ErrorRecords.From(error, word));
    }

    private bool IsWanted(AppBinding binding) =>
        (_modes is null || _modes.Takes(binding.Mode))
        && (Server is null || MatchesServer(binding.Server));

    // People say "dify.example.com" or "*example*" as readily as the whole address.
    private bool MatchesServer(string server)
    {
        var wildcard = new WildcardPattern(Server!.TrimEnd('/'), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        var address = new Uri(server);
        return new List<string> { server.TrimEnd('/'), address.Authority, address.Host }.Any(wildcard.IsMatch);
    }
}
