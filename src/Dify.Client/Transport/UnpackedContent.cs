using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>
/// A packed body, unpacked as it is read. The platform's handlers can do that, too, but do not tell how much came over the
/// wire: a few kilobytes that become gigabytes are known by nothing else.
/// </summary>
internal sealed class UnpackedContent : HttpContent
{
    /// <summary>What is asked for, and understood when it comes.</summary>
    public const string Accepted = "gzip";

    private readonly HttpContent _packed;
    private readonly int _maxRatio;

    private UnpackedContent(HttpContent packed, int maxRatio)
    {
        _packed = packed;
        _maxRatio = maxRatio;
        foreach (var header in packed.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);

        // What is told of the body has to hold for what is read.
        var outer = packed.Headers.ContentEncoding.ToArray();
        Headers.ContentLength = null;
        Headers.ContentEncoding.Clear();
        foreach (var encoding in outer.Take(outer.Length - 1))
            Headers.ContentEncoding.Add(encoding);
    }

    /// <summary>Has the body of an answer unpacked when it is read, if it is packed.</summary>
    public static void Unpack(HttpResponseMessage response, int maxRatio)
    {
        if (
            response.Content?.Headers.ContentEncoding.LastOrDefault() is { } encoding
            && (
                encoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || encoding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            response.Content = new UnpackedContent(response.Content, maxRatio);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => Open(await _packed.ReadAsStreamAsync().ConfigureAwait(false));

#if NET
    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        Open(await _packed.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
#endif

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        using var unpacked = await CreateContentReadStreamAsync().ConfigureAwait(false);
        await unpacked.CopyToAsync(stream).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _packed.Dispose();

        base.Dispose(disposing);
    }

    private UnpackedStream Open(Stream packed) => new(packed, _maxRatio);
}

/// <summary>Unpacks, and stops where so much comes out of so little that it can only be meant to fill a memory or a disk.</summary>
internal sealed class UnpackedStream : ReadingStream
{
    /// <summary>What may come out of anything: short bodies repeat themselves more than long ones.</summary>
    private const long Free = 1024 * 1024;

    private readonly CountingStream _packed;
    private readonly GZipStream _gzip;
    private readonly int _maxRatio;
    private long _unpacked;

    public UnpackedStream(Stream packed, int maxRatio)
    {
        _packed = new CountingStream(packed);
        _gzip = new GZipStream(_packed, CompressionMode.Decompress);
        _maxRatio = maxRatio;
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Check(await _gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

#endif
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Check(await _gzip.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

    public override int Read(byte[] buffer, int offset, int count) => Check(_gzip.Read(buffer, offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _gzip.Dispose();

        base.Dispose(disposing);
    }

    private int Check(int count)
    {
        _unpacked += count;
        return _unpacked <= Free || _unpacked <= _packed.Count * _maxRatio ? count : throw new UnpackedTooLargeException(_maxRatio);
    }
}

/// <summary>Counts what is read through it.</summary>
internal sealed class CountingStream(Stream inner) : ReadingStream
{
    public long Count { get; private set; }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Add(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

#else
    // What unpacks on this platform waits in this way only.
    public override IAsyncResult BeginRead(byte[] buffer, int offset, int count, AsyncCallback? callback, object? state) =>
        inner.BeginRead(buffer, offset, count, callback, state);

    public override int EndRead(IAsyncResult asyncResult) => Add(inner.EndRead(asyncResult));

#endif
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Add(await inner.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false));

    public override int Read(byte[] buffer, int offset, int count) => Add(inner.Read(buffer, offset, count));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();

        base.Dispose(disposing);
    }

    private int Add(int count)
    {
        Count += count;
        return count;
    }
}

/// <summary>A stream that can be read, from its beginning to its end, and nothing else.</summary>
internal abstract class ReadingStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>More comes out of a packed body than may.</summary>
internal sealed class UnpackedTooLargeException(int maxRatio) : IOException(Strings.FormatUnpackedTooLarge(maxRatio))
{
    public int MaxRatio { get; } = maxRatio;
}
