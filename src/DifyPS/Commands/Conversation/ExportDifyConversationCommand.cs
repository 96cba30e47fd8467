using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Export;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Writes conversations into files (<c>GET /messages</c>, and <c>GET /conversations</c> for a title that is not known yet).
/// </summary>
[Cmdlet(VerbsData.Export, "DifyConversation", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
[WorksWith(AppScope.Chat)]
public sealed class ExportDifyConversationCommand : DifyAppCmdlet
{
    private ExportTarget? _target;

    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId))]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The file, or a folder that takes a file a conversation; the current folder when missing.</summary>
    [Parameter(Position = 2)]
    [Alias("LiteralPath", "OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The format; that of the file's extension when missing, and Markdown in a folder.</summary>
    [Parameter]
    [ValidateSet(nameof(ConversationFormat.Markdown), nameof(ConversationFormat.JsonLines), nameof(ConversationFormat.Html))]
    public string? As { get; set; }

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>The conversation as Get-DifyConversation gives it, which has its title already.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }

    /// <summary>Leave a file that is there as it is.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replace a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Finds out what the path stands for.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        try
        {
            ConversationFormat? format = As is null
                ? null
                : (ConversationFormat)Enum.Parse(typeof(ConversationFormat), As, ignoreCase: true);
            _target = new ExportTarget(this, Path, format, NoClobber, Force);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            ThrowTerminatingError(ErrorRecords.From(e, Path));
        }
    }

    /// <summary>Writes one conversation.</summary>
    protected override void ProcessRecord()
    {
        var known =
            InputObject?.BaseObject is DifyConversation conversation && conversation.ConversationId == ConversationId ? conversation : null;
        Run(
            InputObject?.Object ?? (object)ConversationId,
            call => ExportAsync(call, known),
            _ => _target!.Check(ConversationId),
            app => (_target!.Shown, Strings.FormatConfirmExport(known?.Title ?? ConversationId, app.Name)));
    }

    private async Task ExportAsync(AppInvocation call, DifyConversation? known)
    {
        var user = call.UserOr(User);
        using var progress = new QuietProgress(call.Context.WriteProgress, Strings.FormatExportActivity(known?.Title ?? ConversationId));
        using var messages = await ConversationExport
            .ReadAsync(
                call.Client.Conversations.GetMessagesAsync(ConversationId, user, cancellationToken: call.Token),
                count => progress.Report(() => ConversationTotals.CountMessages(count)),
                call.Token
            )
            .ConfigureAwait(false);
        var head =
            known is not null ? new ConversationHead(known)
            : _target!.NeedsTitle
                ? await ConversationSearch.FindHeadAsync(call.Client, call.App, ConversationId, user, call.Token).ConfigureAwait(false)
            : new ConversationHead(call.App, user, ConversationId);
        var file = ConversationExport.Write(head, messages, _target!.Format, _target.FileFor(head, messages.Totals), call.Token);
        if (PassThru)
            call.Context.WriteFile(file);
    }
}
