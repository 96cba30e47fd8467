using System;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Faults;

/// <summary>What HTTP can't say, written to the connection below it. Where the connection is shared (HTTP/2) it can only be cut.</summary>
internal static class RawConnection
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    /// <summary>Cuts the connection, but lets go out first what was written: a test that wants three events gets three.</summary>
    public static async Task CloseAsync(HttpContext context)
    {
        if (Transport(context) is { } transport)
        {
            await transport.Transport.Output.CompleteAsync();
            if (context.Features.Get<IConnectionLifetimeFeature>() is { } lifetime)
                await Task.Delay(CloseTime, lifetime.ConnectionClosed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.Abort();
    }

    /// <summary>Sends a status line and then headers until the client goes away.</summary>
    public static async Task SendHeadersAsync(HttpContext context, TimeSpan interval, TimeProvider time)
    {
        if (Transport(context)?.Transport.Output is { } output)
        {
            await output.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"u8.ToArray());
            for (var line = 0; !context.RequestAborted.IsCancellationRequested; line++)
            {
                var sent = await output.WriteAsync(Encoding.ASCII.GetBytes($"X-Filler-{line}: {new string('x', 200)}\r\n"));
                if (sent.IsCompleted)
                    break;

                if (interval > TimeSpan.Zero)
                    await Task.Delay(interval, time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        context.Abort();
    }

    private static IConnectionTransportFeature? Transport(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionTransportFeature>() : null;
}
