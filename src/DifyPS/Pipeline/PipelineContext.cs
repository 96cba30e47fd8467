using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>What the work of one item sees of its cmdlet: its output streams, and its apps. Usable from any thread.</summary>
internal sealed class PipelineContext
{
    // What Write-Host marks its records with: shown by the host, and still redirectable as stream 6.
    private static readonly string[] HostTag = { "PSHOST" };

    private readonly DifyCmdlet _cmdlet;
    private readonly ItemMark? _item;
    private WorkspaceConnector? _workspaces;
    private KeyInquiry? _inquiry;

    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="pipeline">The way to its thread.</param>
    /// <param name="item">Which item of a list this is, for its errors to say so.</param>
    public PipelineContext(DifyCmdlet cmdlet, IPipeline pipeline, ItemMark? item = null)
    {
        _cmdlet = cmdlet;
        _item = item;
        Pipeline = pipeline;
        var vaults = new SecretManagementVaults(cmdlet, cmdlet.VaultFindings, cmdlet.StopToken);
        Vaults = new PipelineVaults(vaults, pipeline, cmdlet.Registry);
        Connector = new AppConnector(cmdlet.Registry, Vaults, Verbose, WriteWarning, () => Inquiry);
    }

    public IPipeline Pipeline { get; }

    public AppRegistry Registry => _cmdlet.Registry;

    public PipelineVaults Vaults { get; }

    public AppConnector Connector { get; }

    /// <summary>Asks workspaces about keys. Made when somebody asks: most calls never do.</summary>
    public KeyInquiry Inquiry => LazyInitializer.EnsureInitialized(ref _inquiry, () => new KeyInquiry(Registry, Workspaces))!;

    /// <summary>Opens workspaces; made as <see cref="Inquiry"/> is.</summary>
    public WorkspaceConnector Workspaces =>
        LazyInitializer.EnsureInitialized(ref _workspaces, () => new WorkspaceConnector(Registry, Vaults, Verbose, WriteWarning))!;

    private Action<string>? Verbose => _cmdlet.IsVerbose ? WriteVerbose : null;

    public void WriteObject(object? value) => Pipeline.Post(() => _cmdlet.WriteObject(value));

    /// <summary>Gives the value and waits until those behind the cmdlet in the pipeline have taken it.</summary>
    public Task WriteObjectAsync(object? value, CancellationToken cancellationToken)
    {
        WriteObject(value);
        return Pipeline.InvokeAsync(static () => true, cancellationToken);
    }

    /// <summary>
    /// Gives what comes, one after the other. Each is handed over before the next is asked for: whoever has read enough ends the
    /// list there, and no further page is fetched.
    /// </summary>
    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> items, Func<T, object> output, CancellationToken cancellationToken)
    {
        await foreach (var one in items.ConfigureAwait(false))
            await WriteObjectAsync(output(one), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the value; of a list, each item.</summary>
    public void WriteObjects(object? value) => Pipeline.Post(() => _cmdlet.WriteObject(value, enumerateCollection: true));

    /// <summary>Gives a file as Get-Item does: views know its size and owner by what the file system adds to it.</summary>
    public void WriteFile(FileInfo file) =>
        Pipeline.Post(() =>
            _cmdlet.WriteObject(
                _cmdlet.InvokeProvider.Item.Get(new[] { "FileSystem::" + file.FullName }, force: true, literalPath: true),
                enumerateCollection: true
            )
        );

    public void WriteVerbose(string text) => Pipeline.Post(() => _cmdlet.WriteVerbose(text));

    public void WriteWarning(string text) => Pipeline.Post(() => _cmdlet.WriteWarning(text));

    public void WriteProgress(ProgressRecord progress) => Pipeline.Post(() => _cmdlet.WriteProgress(progress));

    /// <summary>Whether the item's result was there already, so that nothing was to be done.</summary>
    public bool IsSkipped { get; set; }

    /// <summary>Whether the item has sent nothing that the limit of a minute is about.</summary>
    public bool IsUnsent { get; set; }

    /// <summary>Whether an error of the item was written.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Tells an error of the item.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="item">Which of several the work was at, where the item is a list of its own.</param>
    /// <param name="advice">What to do next, beside what the error itself says.</param>
    public void WriteError(Exception error, object? target, ItemMark? item = null, string? advice = null)
    {
        HasFailed = true;
        Pipeline.Post(() =>
            _cmdlet.WriteError(ErrorRecords.From(error, target, _cmdlet.IsOfAll(error) ? null : item ?? _item, advice))
        );
    }

    /// <summary>Shows text at the host at once, without a line end.</summary>
    public void WriteHost(string text) => Pipeline.Post(() =>
        _cmdlet.WriteInformation(new HostInformationMessage { Message = text, NoNewLine = true }, HostTag));

    /// <summary>Does on the pipeline thread what only the cmdlet itself can do, such as resolving a path.</summary>
    public Task<T> InvokeAsync<T>(Func<PSCmdlet, T> function, CancellationToken cancellationToken) =>
        Pipeline.InvokeAsync(() => function(_cmdlet), cancellationToken);

    /// <summary>Asks PowerShell's ShouldProcess on the pipeline thread.</summary>
    public Task<bool> ShouldProcessAsync(string target, string action, CancellationToken cancellationToken) =>
        Pipeline.InvokeAsync(() => _cmdlet.ShouldProcess(target, action), cancellationToken);
}
