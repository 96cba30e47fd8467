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
[Cmdlet(VerbsData.ConvertFrom, "DifyAudio", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DifyTranscript))]
public sealed class ConvertFromDifyAudioCommand : DifyAppCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The sound files. A name with brackets is taken as it is when there is such a file, and as a pattern otherwise.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>The same, where no sign of a name stands for others.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    // Not from the pipeline: on Unix a file object has a property User, which is somebody else.

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Listens to what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(App, one => Keys.RequireApp(one, "ConvertFrom-DifyAudio"));
        if (binding is null)
            return;
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            IReadOnlyList<FileSource> sources = Array.Empty<FileSource>();
            if (!TryItem(path, () => sources = ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this)))
                continue;
            foreach (var source in sources)
            {
                if (TryItem(source.Path ?? path, () => Check(source, binding)))
                    RunItem(source.Path, (context, token) => ListenAsync(context, binding, source, token));
            }
        }
    }

    private static void Check(FileSource source, AppBinding binding)
    {
        if (source.Path is null)
            throw new ArgumentException(Strings.FormatSpeechIsAddress(source.Url));
        if (AudioTypes.ContentTypeOf(source.Name) is null)
        {
            throw new DifyBindingException(
                FileProblem.TypeNotTaken, ErrorCategory.InvalidType,
                Strings.FormatSpeechTypeNotTaken(source.Name, string.Join(", ", AudioTypes.Extensions)),
                Strings.SpeechTypeNotTakenAction, binding.Name);
        }

        if (source.Size > AudioTypes.MaxBytes)
        {
            throw new DifyBindingException(
                FileProblem.TooLarge, ErrorCategory.LimitsExceeded,
                Strings.FormatSpeechTooLarge(
                    source.Name, source.Size?.ToString("N0", CultureInfo.InvariantCulture), AudioTypes.MaxBytes.ToString("N0", CultureInfo.InvariantCulture)),
                Strings.SpeechTooLargeAction, binding.Name);
        }
    }

    private async Task ListenAsync(WorkContext context, AppBinding binding, FileSource source, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        using var progress = new TransferProgress(context.WriteProgress, Strings.FormatProgressSending(source.Name, binding.Name), source.Size);
        var text = await client.Audio.ToTextAsync(new FileUpload { Path = source.Path! }, User ?? binding.User, progress, cancellationToken).ConfigureAwait(false);
        context.WriteObject(new DifyTranscript(binding.Name, source.Path!, text));
    }
}
