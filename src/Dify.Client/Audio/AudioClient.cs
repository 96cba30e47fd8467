using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Files;
using Dify.Client.Transport;

namespace Dify.Client.Audio;

/// <summary>Speech to text, and text to speech.</summary>
public sealed class AudioClient
{
    private readonly HttpTransport _transport;

    internal AudioClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Writes down what is said in a sound file: <c>POST /audio-to-text</c>. The time limit of a call begins anew with each
    /// piece that goes out.
    /// </summary>
    /// <param name="file">The file, of at most <see cref="AudioTypes.MaxBytes"/> bytes.</param>
    /// <param name="user">The end user.</param>
    /// <param name="progress">Told, from any thread, how many bytes of the file went out.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What is said.</returns>
    /// <exception cref="ArgumentException">The user is missing, or Dify does not take such files; nothing was sent.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>speech_to_text_disabled</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<string> ToTextAsync(
        FileUpload file,
        string user,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        if (file is null)
            throw new ArgumentNullException(nameof(file));

        var name = file.FileName ?? Path.GetFileName(file.Path);
        var typed = new FileUpload
        {
            Path = file.Path,
            FileName = name,
            ContentType = file.ContentType
                ?? AudioTypes.ContentTypeOf(name)
                ?? throw new ArgumentException(
                    Strings.FormatAudioTypeNotTaken(name, string.Join(", ", AudioTypes.Extensions)),
                    nameof(file)
                ),
        };
        var transcript = await FilesClient
            .SendAsync(
                _transport,
                "/audio-to-text",
                typed,
                user,
                progress,
                static json => json.Deserialize(AudioJson.Default.Transcript),
                cancellationToken
            )
            .ConfigureAwait(false);
        return transcript.Text ?? string.Empty;
    }

    /// <summary>
    /// Says a text, or the answer of a message, aloud: <c>POST /text-to-audio</c>. The time limit of a call ends with the
    /// headers; from then on the idle limit counts.
    /// </summary>
    /// <param name="request">What to say.</param>
    /// <param name="cancellationToken">Cancels the call, also while the sound is read.</param>
    /// <returns>The sound, to be read and disposed.</returns>
    /// <exception cref="ArgumentException">There is not one of text and message, or the user is missing; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>invalid_param</c>: text to speech is not enabled.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<FileDownload> ToSpeechAsync(SpeechRequest request, CancellationToken cancellationToken = default)
    {
        if (
            string.IsNullOrWhiteSpace((request ?? throw new ArgumentNullException(nameof(request))).Text)
            == string.IsNullOrWhiteSpace(request.MessageId)
        )
        {
            throw new ArgumentException(Strings.SpeechTextOrMessage, nameof(request));
        }

        JsonBody.CheckUser(request.User);
        var spoken = new SpeechBody
        {
            Text = request.MessageId is null ? request.Text : null,
            MessageId = request.MessageId,
            User = request.User,
            Voice = JsonBody.UnlessEmpty(request.Voice),
        };
        var body = JsonBody.Write(spoken, AudioRequestJson.Default.SpeechBody);
        var call = new ApiRequest(HttpMethod.Post, "/text-to-audio")
        {
            Content = () => ResponseReader.JsonContent(body),
            Stream = true,
            IsDownload = true,
            Accept = "audio/*, */*;q=0.8",
        };
        return FilesClient.OpenAsync(_transport, call, cancellationToken);
    }
}
