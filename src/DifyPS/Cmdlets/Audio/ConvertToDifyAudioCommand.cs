using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Audio;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Has a text, or the answer of a message, said aloud, into a sound file (<c>POST /text-to-audio</c>).</summary>
[Cmdlet(VerbsData.ConvertTo, "DifyAudio", DefaultParameterSetName = TextSet)]
[OutputType(typeof(FileInfo))]
public sealed class ConvertToDifyAudioCommand : DifyAppCmdlet
{
    private const string TextSet = "Text";
    private const string MessageSet = "Message";

    /// <summary>What to say.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = TextSet)]
    [ValidateNotNullOrEmpty]
    public string Text { get; set; } = string.Empty;

    /// <summary>A message whose answer is to be said.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>The file to make, or a folder that takes it under a name of its own.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [Alias("Path")]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>The voice; the app's own when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Voice { get; set; }

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Replace a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes one sound file.</summary>
    protected override void ProcessRecord()
    {
        var byMessage = ParameterSetName == MessageSet;
        var item = byMessage ? MessageId : Text;
        OutputFile? output = null;
        var binding = FindApp(item, one =>
        {
            Keys.RequireApp(one, "ConvertTo-DifyAudio");
            output = new OutputFile(this, OutFile, Force);
        });
        if (binding is null)
            return;
        var request = new SpeechRequest
        {
            Text = byMessage ? null : Text,
            MessageId = byMessage ? MessageId : null,
            Voice = Voice,
            User = User ?? binding.User,
        };
        RunItem(item, (context, token) => SpeakAsync(context, binding, request, output!, token));
    }

    private static async Task SpeakAsync(WorkContext context, AppBinding binding, SpeechRequest request, OutputFile output, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        using var download = await client.Audio.ToSpeechAsync(request, cancellationToken).ConfigureAwait(false);
        context.WriteFile(await output.TakeAsync(context, download, request.MessageId ?? "speech", cancellationToken, isMade: true).ConfigureAwait(false));
    }
}
