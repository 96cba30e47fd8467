using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Audio;
using Dify.Client.Files;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Writes down what is said in sound files (<c>POST /audio-to-text</c>).</summary>
[Cmdlet(VerbsData.ConvertFrom, "DifyAudio")]
[OutputType(typeof(DifyTranscript))]
public sealed class ConvertFromDifyAudioCommand : DifyAppCmdlet
{
    /// <summary>The sound files. A name with brackets is taken as it is when there is such a file, and as a pattern otherwise.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = Array.Empty<string>();

    // Not from the pipeline: on Unix a file object has a property User, which is somebody else.

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Listens to what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        AppBinding? binding = null;
        var found = TryItem(App, () =>
        {
            binding = Registry.Get(App);
            Keys.RequireApp(binding, "ConvertFrom-DifyAudio");
        });
        if (!found)
            return;
        foreach (var path in Path)
        {
            IReadOnlyList<FileSource> sources = Array.Empty<FileSource>();
            if (!TryItem(path, () => sources = FileSource.From(path, this)))
                continue;
            foreach (var source in sources)
            {
                if (TryItem(source.Path ?? path, () => Check(source, binding!)))
                    RunItem(source.Path, (context, token) => ListenAsync(context, binding!, source, token));
            }
        }
    }

    private static void Check(FileSource source, AppBinding binding)
    {
        if (source.Path is null)
            throw new ArgumentException($"'{source.Url}' is an address, and speech to text takes files; save it first.");
        if (AudioTypes.ContentTypeOf(source.Name) is null)
        {
            throw new DifyBindingException(
                FileProblem.TypeNotTaken, ErrorCategory.InvalidType,
                $"'{source.Name}' is not taken: speech to text takes {string.Join(", ", AudioTypes.Extensions)}. Nothing was sent.",
                "Convert it to one of these first.", binding.Name);
        }

        if (source.Size > AudioTypes.MaxBytes)
        {
            throw new DifyBindingException(
                FileProblem.TooLarge, ErrorCategory.LimitsExceeded,
                string.Format(CultureInfo.InvariantCulture, "'{0}' is too large: {1:N0} bytes, and speech to text takes 30 MB ({2:N0} bytes) at the most. Nothing was sent.", source.Name, source.Size, AudioTypes.MaxBytes),
                "Cut it into pieces, or save it with a lower quality.", binding.Name);
        }
    }

    private async Task ListenAsync(WorkContext context, AppBinding binding, FileSource source, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        using var progress = new TransferProgress(context.WriteProgress, $"Sending {source.Name} to {binding.Name}", source.Size);
        var text = await client.Audio.ToTextAsync(new FileUpload { Path = source.Path! }, User ?? binding.User, progress, cancellationToken).ConfigureAwait(false);
        context.WriteObject(new DifyTranscript(binding.Name, source.Path!, text));
    }
}
