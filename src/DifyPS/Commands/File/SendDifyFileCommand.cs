using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Files;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Files;
using DifyPS.Runs.Inputs;

namespace DifyPS.Commands;

/// <summary>Uploads files to an app, for requests to refer to (<c>POST /files/upload</c>).</summary>
[Cmdlet(
    VerbsCommunications.Send,
    "DifyFile",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    DefaultParameterSetName = PathSet
)]
[OutputType(typeof(DifyFile))]
[WorksWith(AppScope.App)]
public sealed class SendDifyFileCommand : DifyBatchCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    private readonly FormSource _forms = new();
    private bool _named;

    /// <summary>The files. A name with brackets is taken as it is when there is such a file, and as a pattern otherwise.</summary>
    [Parameter(
        Mandatory = true,
        Position = 1,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet
    )]
    [PathArgument(nameof(Path))]
    [SupportsWildcards]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>The same, where no sign of a name stands for others.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("FullName", "PSPath")]
    [PathArgument(nameof(LiteralPath))]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    /// <summary>The name to give the file in Dify; its own when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FileName { get; set; }

    // Not from the pipeline: on Unix a file object has a property User, which is somebody else.

    /// <summary>The end user whose file it will be; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Uploads what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        if (FindApp(App) is not { } binding)
            return;
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            IReadOnlyList<FileSource> sources = Array.Empty<FileSource>();
            if (TryItem(ShownAddress.Of(path), () => sources = Find(path)))
            {
                foreach (var source in sources)
                    Send(binding, source);
            }
        }
    }

    private IReadOnlyList<FileSource> Find(string path)
    {
        var sources = ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this);
        if (sources[0].Url is not null)
            throw new ArgumentException(Strings.FormatAddressNeedsNoUpload(ShownAddress.Of(path)));
        if (FileName is not null && (_named || sources.Count > 1))
            throw new ArgumentException(Strings.FileNameForOne);
        _named = true;
        return sources;
    }

    private void Send(AppBinding binding, FileSource source)
    {
        if (!ShouldProcess(source.Path!, Strings.FormatConfirmSendFile(binding.Name)))
            return;
        var (name, user) = (FileName ?? source.Name, User ?? binding.User);
        if (IsBatch)
        {
            Batch.Add(
                source.Path,
                binding,
                (context, connecting, token) => SendAsync(context, connecting, binding, source, name, user, token)
            );
            return;
        }

        RunItem(
            source.Path,
            (context, token) =>
                SendAsync(context, context.Connector.ConnectAsync(binding, token), binding, source, name, user, token)
        );
    }

    private async Task SendAsync(
        PipelineContext context,
        Task<DifyClient> connecting,
        AppBinding binding,
        FileSource source,
        string name,
        string user,
        CancellationToken cancellationToken
    )
    {
        var client = await connecting.ConfigureAwait(false);
        var form = await _forms.AskAsync(context, client, binding, cancellationToken).ConfigureAwait(false);
        if (FileRules.CheckSize(name, source.Size ?? 0, form.Parameters!) is { Count: > 0 } problems)
            throw FileSender.Refuse(problems, binding.Name);
        var file = await new FileSender(context, client, binding, user).UploadAsync(source, name, cancellationToken).ConfigureAwait(false);
        context.WriteObject(new DifyFile(binding.Name, user, source.Path!, file));
    }
}
