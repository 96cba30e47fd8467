using System.IO;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Audio;
using Dify.Client.Files;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Output.Files;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Has a text, or the answer of a message, said aloud, into a sound file (<c>POST /text-to-audio</c>).</summary>
[Cmdlet(VerbsData.ConvertTo, "DifyAudio", DefaultParameterSetName = TextSet)]
[OutputType(typeof(FileInfo))]
[WorksWith(AppScope.App)]
public sealed class ConvertToDifyAudioCommand : DifyAppCmdlet
{
    private const string TextSet = "Text";
    private const string MessageSet = "Message";

    /// <summary>What to say.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [ValidateNotNullOrEmpty]
    [SayingArgument(nameof(Text))]
    public string Text { get; set; } = string.Empty;

    /// <summary>A message whose answer is to be said.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [KeptIdArgument(nameof(MessageId))]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>The file to make, or a folder that takes it under a name of its own.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>The voice; the app's own when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Voice))]
    public string? Voice { get; set; }

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes one sound file.</summary>
    protected override void ProcessRecord()
    {
        OutputFile? output = null;
        Run(
            ParameterSetName == MessageSet ? MessageId : Text,
            call => SpeakAsync(call, output!),
            _ => output = new OutputFile(this, OutFile, Force)
        );
    }

    private async Task SpeakAsync(AppInvocation call, OutputFile output)
    {
        var byMessage = ParameterSetName == MessageSet;
        var request = new SpeechRequest
        {
            Text = byMessage ? null : Text,
            MessageId = byMessage ? MessageId : null,
            Voice = Voice,
            User = call.UserOr(User),
        };
        using var download = await call.Client.Audio.ToSpeechAsync(request, call.Token).ConfigureAwait(false);
        call.Context.WriteFile(
            await output.SaveAsync(call.Context, download, request.MessageId ?? "speech", call.Token, isMade: true).ConfigureAwait(false)
        );
    }
}
