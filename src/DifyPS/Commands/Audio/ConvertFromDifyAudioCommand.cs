using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Audio;
using Dify.Client.Files;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Files;

namespace DifyPS.Commands;

/// <summary>Writes down what is said in sound files (<c>POST /audio-to-text</c>).</summary>
[Cmdlet(VerbsData.ConvertFrom, "DifyAudio", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DifyTranscript))]
[WorksWith(AppScope.App)]
public sealed class ConvertFromDifyAudioCommand : DifyAppCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The sound files. A name with brackets is taken as it is when there is such a file, and as a pattern otherwise.</summary>
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

    // Not from the pipeline: on Unix a file object has a property User, which is somebody else.

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Listens to what one item stands for.</summary>
    protected override void ProcessRecord()
    {
        if (FindApp(App) is null)
            return;
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            IReadOnlyList<FileSource> sources = Array.Empty<FileSource>();
            if (
                !TryItem(ShownAddress.Of(path), () =>
                    sources = ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this)
                )
            )
            {
                continue;
            }
            foreach (var source in sources)
                Get(source.Path ?? ShownAddress.Of(path), call => ListenAsync(call, source), app => Check(source, app));
        }
    }

    private static void Check(FileSource source, AppBinding binding)
    {
        if (source.Path is null)
            throw new ArgumentException(Strings.FormatSpeechIsAddress(ShownAddress.Of(source.Url!)));
        if (AudioTypes.ContentTypeOf(source.Name) is null)
        {
            throw new DifyCommandException(
                FileProblem.TypeNotTaken, ErrorCategory.InvalidType,
                Strings.FormatSpeechTypeNotTaken(source.Name, string.Join(", ", AudioTypes.Extensions)),
                Strings.SpeechTypeNotTakenAction, binding.Name);
        }

        if (source.Size > AudioTypes.MaxBytes)
        {
            throw new DifyCommandException(
                FileProblem.TooLarge, ErrorCategory.LimitsExceeded,
                Strings.FormatSpeechTooLarge(
                    source.Name,
                    source.Size?.ToString("N0", CultureInfo.InvariantCulture),
                    AudioTypes.MaxBytes.ToString("N0", CultureInfo.InvariantCulture)
                ),
                Strings.SpeechTooLargeAction,
                binding.Name
            );
        }
    }

    private async Task<DifyTranscript> ListenAsync(AppInvocation call, FileSource source)
    {
        using var progress = new TransferProgress(
            call.Context.WriteProgress,
            Strings.FormatProgressSending(source.Name, call.App),
            source.Size
        );
        var text = await call
            .Client.Audio.ToTextAsync(new FileUpload { Path = source.Path! }, call.UserOr(User), progress, call.Token)
            .ConfigureAwait(false);
        return new DifyTranscript(call.App, source.Path!, text);
    }
}
