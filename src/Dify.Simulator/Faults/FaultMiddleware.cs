using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dify.Simulator.Faults;

/// <summary>Makes go wrong what the plan has for a request.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, SimulatorState state, FaultPlan plan)
{
    public Task InvokeAsync(HttpContext context)
    {
        var owner = context.Features.GetRequiredFeature<KeyOwner>();
        var request = context.Features.GetRequiredFeature<RecordedRequest>();
        var fault = plan.Take(request.Method, request.Path, request.App, owner.Key);
        request.Fault = fault?.Fault.Kind;
        return fault is null ? next(context) : HitAsync(context, fault);
    }

    private async Task HitAsync(HttpContext context, ActiveFault active)
    {
        var fault = active.Fault;
        if (fault.Latency > TimeSpan.Zero)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, active.Off);
            await Task.Delay(fault.Latency, state.Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (context.RequestAborted.IsCancellationRequested)
            return;

        await (fault.Kind switch
        {
            FaultKind.Latency => next(context),
            FaultKind.Error => ErrorAsync(context, fault),
            FaultKind.ErrorAfterwards => ErrorAfterwardsAsync(context, fault),
            FaultKind.Abort => RawConnection.CloseAsync(context),
            FaultKind.Redirect => RedirectAsync(context, fault),
            FaultKind.SlowHeaders => RawConnection.SendHeadersAsync(context, fault.Interval, state.Time),
            FaultKind.EndlessHeaders => RawConnection.SendHeadersAsync(context, TimeSpan.Zero, state.Time),
            FaultKind.TruncatedJson => TruncateAsync(context),
            FaultKind.Bomb => BombAsync(context, fault),
            _ => BreakBodyAsync(context, fault),
        });
    }

    private static Task ErrorAsync(HttpContext context, Fault fault)
    {
        var status = fault.Status ?? StatusCodes.Status500InternalServerError;
        if (fault.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);

        if (fault.Body is null)
        {
            return new DifyError(
                status,
                fault.Code ?? (status == StatusCodes.Status429TooManyRequests ? "too_many_requests" : "internal_server_error"),
                fault.Message ?? "A simulated fault."
            ).WriteAsync(context.Response);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = fault.ContentType ?? "text/html; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(fault.Body)).AsTask();
    }

    private async Task ErrorAfterwardsAsync(HttpContext context, Fault fault)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await GoOnAsync(context, original);
        context.Response.Headers.Clear();
        await ErrorAsync(context, fault);
    }

    private static Task RedirectAsync(HttpContext context, Fault fault)
    {
        context.Response.StatusCode = fault.Status ?? StatusCodes.Status307TemporaryRedirect;
        context.Response.Headers.Location = fault.RedirectTo;
        return Task.CompletedTask;
    }

    private static async Task BombAsync(HttpContext context, Fault fault)
    {
        context.Response.ContentType = fault.ContentType ?? "text/plain; charset=utf-8";
        context.Response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        var filler = new byte[64 * 1024];
        filler.AsSpan().Fill((byte)'x');
        for (var left = fault.Size; left > 0; left -= filler.Length)
            await packed.WriteAsync(filler.AsMemory(0, Math.Min(left, filler.Length)), context.RequestAborted);
    }

    private async Task TruncateAsync(HttpContext context)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var whole = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(whole));
        await GoOnAsync(context, original);
        context.Response.ContentLength = null;
        await original.Stream.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2));
    }

    // A route that refuses throws, and its error is written outside of here: to the real body.
    private async Task GoOnAsync(HttpContext context, IHttpResponseBodyFeature original)
    {
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(original);
        }
    }

    private async Task BreakBodyAsync(HttpContext context, Fault fault)
    {
        var original = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var broken = new FaultingStream(context, original.Stream, fault, state.Time);
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(broken, original));
        try
        {
            await next(context);
            await broken.EndAsync();
        }
        catch (IOException) when (broken.HasCut)
        {
            // A route that writes one body learns here that it was cut; a stream's sink has learnt it by itself.
        }
        finally
        {
            context.Features.Set(original);
        }
    }
}
