using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Streaming;

/// <summary>One client that listens to a run: its response, until one side ends it.</summary>
internal sealed class EventSink : IAsyncDisposable
{
    private readonly HttpContext _context;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _aborted;
    private bool _disposed;

    public EventSink(HttpContext context, bool continueOnPause = false)
    {
        _context = context;
        ContinueOnPause = continueOnPause;
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        _aborted = context.RequestAborted.UnsafeRegister(static sink => ((EventSink)sink!).Release(), this);
    }

    /// <summary>Tells that the client is gone.</summary>
    public event Action<EventSink>? Left;

    public bool ContinueOnPause { get; }

    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Ends when nothing more is to be sent.</summary>
    public Task Closed => _closed.Task;

    public void Close() => _closed.TrySetResult();

    /// <summary>Sends events, or only the headers when there are none. A client that is gone is no error.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frames)
    {
        await _sending.WaitAsync();
        try
        {
            if (_disposed || !IsOpen)
                return;

            if (frames.IsEmpty)
                await _context.Response.Body.FlushAsync(_context.RequestAborted);
            else
                await _context.Response.Body.WriteAsync(frames, _context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            Release();
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for what is being sent: the response must not end under it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _aborted.DisposeAsync();
        await _sending.WaitAsync();
        _disposed = true;
        _sending.Release();
        Close();
    }

    private void Release()
    {
        if (_closed.TrySetResult())
            Left?.Invoke(this);
    }
}
