using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Annotations;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Switches the annotation reply of a chat app (<c>POST /apps/annotation-reply/{action}</c>), a job that Dify does by itself.
/// </summary>
public abstract class AnnotationReplyCmdlet : DifyAppCmdlet
{
    /// <summary>How alike a question and an annotation's have to be, from 0 to 1.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double ScoreThreshold { get; set; } = 0.9;

    /// <summary>Wait until the job is over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>The most seconds to wait; no limit when missing or 0.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSeconds { get; set; }

    private protected abstract string Action { get; }

    private bool Enables => Action == "Enable";

    private protected abstract (string Provider, string Model) Embedding { get; }

    private protected abstract Task<AnnotationReplyJob> BeginAsync(
        DifyClient client,
        AnnotationReplySettings settings,
        CancellationToken cancellationToken
    );

    private protected abstract Task<AnnotationReplyJob> AskAsync(DifyClient client, string jobId, CancellationToken cancellationToken);

    /// <summary>Switches one app.</summary>
    protected override void ProcessRecord() =>
        Change(App, app => (app.Name, Enables ? Strings.ConfirmEnableAnnotationReply : Strings.ConfirmDisableAnnotationReply), SwitchAsync);

    private async Task SwitchAsync(AppInvocation call)
    {
        var settings = new AnnotationReplySettings
        {
            ScoreThreshold = ScoreThreshold,
            EmbeddingProvider = Embedding.Provider,
            EmbeddingModel = Embedding.Model,
        };
        var job = await BeginAsync(call.Client, settings, call.Token).ConfigureAwait(false);
        if (Wait)
        {
            var wait = new JobWait<AnnotationReplyJob>(
                call.Context,
                Enables
                    ? Strings.FormatProgressEnablingAnnotationReply(call.App)
                    : Strings.FormatProgressDisablingAnnotationReply(call.App),
                TimeoutSeconds
            );
            job = await wait.UntilOverAsync(job, token => AskAsync(call.Client, job.Id, token), call.Binding, call.Token)
                .ConfigureAwait(false);
        }

        var output = new DifyAnnotationReplyJob(call.App, Action, job);
        call.Context.WriteObject(output);
        if (job.Status == AnnotationReplyJob.Failed)
        {
            var error = job.Error ?? Strings.DifyDidNotSayWhy;
            call.Context.WriteError(
                new DifyCommandException(
                    "AnnotationReplyFailed",
                    ErrorCategory.InvalidResult,
                    Enables
                        ? Strings.FormatAnnotationReplyNotEnabled(call.App, error)
                        : Strings.FormatAnnotationReplyNotDisabled(call.App, error),
                    Strings.AnnotationReplyFailedAction,
                    call.App
                ),
                output
            );
        }
    }
}
