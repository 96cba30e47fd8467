using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client;

/// <summary>
/// Has the code that a first call needs compiled while the caller still waits for something else (a key,
/// say): a canned reply goes through the whole client once. Nothing is sent, and nothing is connected to.
/// </summary>
internal static class WarmUp
{
    private const string Reply =
        """
        data: {"event":"message","task_id":"t","message_id":"m","conversation_id":"c","answer":"Hello","created_at":1}

        data: {"event":"message","task_id":"t","message_id":"m","conversation_id":"c","answer":" there","created_at":1}

        data: {"event":"message_end","task_id":"t","message_id":"m","conversation_id":"c","created_at":1,"metadata":{"usage":{"total_tokens":1,"total_price":"0.1","currency":"USD"},"retriever_resources":[]}}


        """;

    private static int _begun;

    public static async Task RunAsync(DifyServer server)
    {
        if (Interlocked.Exchange(ref _begun, 1) != 0)
            return;
        try
        {
            ConnectionPool.Get(server);
            using var handler = new CannedHandler();
            var client = new DifyClient(server, ApiKey.FromString("warm-up"), new DifyClientOptions(), handler);
            await client
                .Chat.SendAsync(new ChatRequest { Query = "Hello", User = "warm-up" }, static _ => { }, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is DifyException or InvalidOperationException or ArgumentException)
        {
            // Being faster is all that this is for; the real call will tell what is wrong.
        }
    }

    private sealed class CannedHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Reply));
            content.Headers.ContentType = new MediaTypeHeaderValue(EventStream.MediaType);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request });
        }
    }
}
