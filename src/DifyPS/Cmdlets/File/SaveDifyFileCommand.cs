using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Saves a file of an app's messages (<c>GET /files/{file_id}/preview</c>), or one by its address, which never gets the key.
/// </summary>
[Cmdlet(VerbsData.Save, "DifyFile", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class SaveDifyFileCommand : DifyAppCmdlet
{
    private const string IdSet = "Id";
    private const string UrlSet = "Url";

    /// <summary>The file's id, as Send-DifyFile gives it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ValidateNotNullOrEmpty]
    public string FileId { get; set; } = string.Empty;

    /// <summary>The file's address, as a message or a workflow's output has it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [ValidateNotNullOrEmpty]
    public string Url { get; set; } = string.Empty;

    /// <summary>The file to save it to, or a folder that takes it under its own name; the current folder when missing.</summary>
    [Parameter(Position = 2)]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the saved file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Saves one file.</summary>
    protected override void ProcessRecord()
    {
        var byUrl = ParameterSetName == UrlSet;
        var item = byUrl ? Url : FileId;
        OutputFile? output = null;
        Uri? address = null;
        var binding = FindApp(item, one =>
        {
            if (byUrl)
            {
                Keys.RequireApp(one, "Save-DifyFile");
                address = AddressOf(one);
            }
            else
            {
                ModeGuard.Require(one, "Save-DifyFile", ModeGuard.Messages);
            }

            output = new OutputFile(this, Path, Force);
        });
        if (binding is not null && ShouldProcess(output!.Target, Strings.FormatConfirmSaveFile(binding.Name)))
            RunItem(item, (context, token) => SaveAsync(context, binding, address, output, token));
    }

    // Dify tells addresses of its own files without their host when it was not told what it is.
    private Uri AddressOf(AppBinding binding) => Uri.TryCreate(new Uri(binding.Server), Url, out var address)
        ? address
        : throw new ArgumentException(Strings.FormatAddressUnreadable(Url));

    private async Task SaveAsync(WorkContext context, AppBinding binding, Uri? address, OutputFile output, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        using var download = address is null
            ? await client.Files.DownloadAsync(FileId, cancellationToken: cancellationToken).ConfigureAwait(false)
            : await client.Files.DownloadAsync(address, cancellationToken).ConfigureAwait(false);
        var fallback = address is null ? FileId : Uri.UnescapeDataString(address.Segments[address.Segments.Length - 1].Trim('/'));
        var file = await output.TakeAsync(context, download, fallback, cancellationToken).ConfigureAwait(false);
        if (PassThru)
            context.WriteFile(file);
    }
}
