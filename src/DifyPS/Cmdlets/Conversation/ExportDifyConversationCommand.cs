using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Export;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Writes conversations into files (<c>GET /messages</c>, and <c>GET /conversations</c> for a title that is not known yet).</summary>
[Cmdlet(VerbsData.Export, "DifyConversation", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportDifyConversationCommand : DifyCallCmdlet
{
    private ExportTarget? _target;

    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
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
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>The conversation as Get-DifyConversation gives it, which has its title already.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

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
        try
        {
            ConversationFormat? format = As is null ? null : (ConversationFormat)Enum.Parse(typeof(ConversationFormat), As, ignoreCase: true);
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
        var target = _target!;
        var item = InputObject ?? (object)ConversationId;
        var binding = FindApp(item, app =>
        {
            ModeGuard.Require(app, "Export-DifyConversation", ModeGuard.Chat);
            target.Check(ConversationId);
        });
        if (binding is null)
            return;
        var user = User ?? binding.User;
        var known = InputObject?.BaseObject is DifyConversation conversation && conversation.ConversationId == ConversationId ? conversation : null;
        if (ShouldProcess(target.Shown, Strings.FormatConfirmExport(known?.Title ?? ConversationId, binding.Name)))
            Call(item, binding, (context, client, token) => ExportAsync(context, client, binding, user, known, token));
    }

    private async Task ExportAsync(WorkContext context, DifyClient client, AppBinding binding, string user, DifyConversation? known, CancellationToken cancellationToken)
    {
        using var progress = new QuietProgress(context.WriteProgress, Strings.FormatExportActivity(known?.Title ?? ConversationId));
        using var messages = await ConversationExport.ReadAsync(
            client.Conversations.GetMessagesAsync(ConversationId, user, cancellationToken: cancellationToken), count => progress.Report(() => ConversationTotals.CountMessages(count)), cancellationToken).ConfigureAwait(false);
        var head = known is not null
            ? new ConversationHead(known)
            : _target!.NeedsTitle ? await ConversationSearch.FindHeadAsync(client, binding.Name, ConversationId, user, cancellationToken).ConfigureAwait(false) : new ConversationHead(binding.Name, user, ConversationId);
        var file = ConversationExport.Write(head, messages, _target!.Format, _target.FileFor(head, messages.Totals), cancellationToken);
        if (PassThru)
            context.WriteFile(file);
    }
}
