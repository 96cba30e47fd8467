using System;
using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Files;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Saves a file of an app's messages (<c>GET /files/{file_id}/preview</c>), or one by its address, which never gets the key.
/// </summary>
[Cmdlet(VerbsData.Save, "DifyFile", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
[WorksWith(AppScope.Messages)]
[WorksWith(AppScope.App, ParameterSetName = UrlSet)]
public sealed class SaveDifyFileCommand : DifyAppCmdlet
{
    private const string IdSet = "Id";
    private const string UrlSet = "Url";

    private string? _url;

    /// <summary>The file's id, as Send-DifyFile gives it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [KeptIdArgument(nameof(FileId))]
    public string FileId { get; set; } = string.Empty;

    /// <summary>The file's address, as a message or a workflow's output has it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = UrlSet)]
    [TextArgument(nameof(Url))]
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

    // Each address may be of another host, and each item of another kind.
    internal override bool IsOfAll(Exception error) =>
        error is DifyCommandException { ErrorId: not "AppModeMismatch" } && base.IsOfAll(error);

    private protected override string ScopeSet => _url is null ? IdSet : UrlSet;

    /// <summary>Saves one file.</summary>
    protected override void ProcessRecord()
    {
        _url = ParameterSetName == UrlSet ? Url : null;
        // A file that was never uploaded has an address, and no id.
        if (_url is null && RefusedText.Is(FileId) && InputObject?.TextOf(nameof(Url)) is { Length: > 0 } url)
            (_url, FileId) = (url, string.Empty);
        OutputFile? output = null;
        Uri? address = null;
        Run(
            _url is null ? FileId : ShownAddress.Of(_url),
            call => SaveAsync(call, address, output!),
            app =>
            {
                address = _url is null ? null : AddressOf(app, _url);
                output = new OutputFile(this, Path, Force);
            },
            app => (output!.Target, Strings.FormatConfirmSaveFile(app.Name)));
    }

    // Dify tells addresses of its own files without their host when it was not told what it is.
    private static Uri AddressOf(AppBinding binding, string url) => Uri.TryCreate(new Uri(binding.Server), url, out var address)
        ? address
        : throw new ArgumentException(Strings.FormatAddressUnreadable(ShownAddress.Of(url)));

    private async Task SaveAsync(AppInvocation call, Uri? address, OutputFile output)
    {
        using var download = address is null
            ? await call.Client.Files.DownloadAsync(FileId, cancellationToken: call.Token).ConfigureAwait(false)
            : await call.Client.Files.DownloadAsync(address, call.Token).ConfigureAwait(false);
        var fallback = address is null ? FileId : Uri.UnescapeDataString(address.Segments[address.Segments.Length - 1].Trim('/'));
        var file = await output.SaveAsync(call.Context, download, fallback, call.Token).ConfigureAwait(false);
        if (PassThru)
            call.Context.WriteFile(file);
    }
}
