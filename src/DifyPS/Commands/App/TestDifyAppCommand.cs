using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Finds out whether bindings still hold: reads each key from its vault and asks the server whose it is
/// (<c>GET /info</c>), several apps side by side. Changes nothing.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "DifyApp")]
[OutputType(typeof(DifyAppStatus), typeof(bool))]
[WorksWith(AppScope.Any)]
public sealed class TestDifyAppCommand : DifyCmdlet
{
    private const int AtOnce = 16;

    private readonly List<AppBinding> _bindings = new();
    private bool _allFound = true;
    private bool _asksPattern;

    /// <summary>Names; wildcards are welcome. All apps when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("App")]
    [AppNameArgument("Name", "App", Many = true)]
    [ArgumentCompleter(typeof(AppNamePatternCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = { "*" };

    /// <summary>Give one $true or $false for all of them.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Collects the apps.</summary>
    protected override void ProcessRecord()
    {
        foreach (var pattern in Name)
        {
            _asksPattern |= WildcardPattern.ContainsWildcardCharacters(pattern);
            _bindings.AddRange(FindApps(pattern, out var isWhole).Except(_bindings));
            _allFound &= isWhole;
        }
    }

    /// <summary>Tests them side by side.</summary>
    protected override void EndProcessing()
    {
        var healthy = _allFound && !(_asksPattern && RegistryNotice.WarnOfNoApps(this));
        RunItem(null, async (context, token) =>
        {
            await foreach (var status in CheckAsync(context, token).ConfigureAwait(false))
            {
                healthy &= status.Healthy;
                if (!Quiet)
                    context.WriteObject(status);
            }
        });
        if (Quiet)
            WriteObject(healthy);
    }

    // Vaults are read one after the other, on the pipeline thread; each server is asked as soon as its key
    // is there, and the answers come out in the order of the names.
    private async IAsyncEnumerable<DifyAppStatus> CheckAsync(
        PipelineContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var check = new HealthCheck(context.Connector, context.Inquiry);
        var running = new Queue<Task<DifyAppStatus>>();
        using var places = new SemaphoreSlim(AtOnce);
        foreach (var binding in _bindings)
        {
            var (key, finding) = await check.ReadAsync(binding, cancellationToken).ConfigureAwait(false);
            if (finding is not null)
            {
                running.Enqueue(Task.FromResult(finding));
                continue;
            }

            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            running.Enqueue(AskAsync(binding, key!));
        }

        while (running.Count > 0)
            yield return await running.Dequeue().ConfigureAwait(false);

        async Task<DifyAppStatus> AskAsync(AppBinding binding, Dify.Client.ApiKey key)
        {
            try
            {
                return await check.AskAsync(binding, key, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        }
    }
}
