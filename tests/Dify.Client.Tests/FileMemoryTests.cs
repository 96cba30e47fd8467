using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Files;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>Runs by itself: what other tests hold in memory would count.</summary>
[CollectionDefinition(nameof(FileMemoryTests), DisableParallelization = true)]
[Collection(nameof(FileMemoryTests))]
public sealed class FileMemoryTests
{
    [Fact]
    public async Task Uploading_a_gibibyte_needs_no_memory()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.None))
        {
            // A file with a hole: it takes no room on the disk.
            file.SetLength(1L << 30);
        }

        try
        {
            var drain = new Drain();
            var client = new DifyClient(DifyServer.Create("https://dify.test"), ApiKey.FromString(FakeServer.Key), null, drain);
            var progress = new Watch { Before = GC.GetTotalMemory(forceFullCollection: true) };
            await client.Files.UploadAsync(new FileUpload { Path = path }, "ann", progress, Token);

            Assert.InRange(drain.Length, 1L << 30, (1L << 30) + 2000);
            Assert.Equal(1L << 30, progress.Last);
            Assert.InRange(progress.Most, 0, 20 * 1024 * 1024);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Watch : IProgress<long>
    {
        public long Before { get; init; }

        public long Most { get; private set; }

        public long Last { get; private set; }

        public void Report(long value)
        {
            Last = value;
            Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: false) - Before);
        }
    }

    private sealed class Drain : HttpMessageHandler
    {
        public long Length { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Length = request.Content!.Headers.ContentLength!.Value;
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
            return FakeServer.Json("""{"id":"f1"}""");
        }
    }
}
