using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Files;

namespace Dify.Client.Mono.Checks;

/// <summary>Files, to an app and back.</summary>
internal static class FileChecks
{
    private const string Name = "Bär – 猫 \U0001F408.txt";

    public static void Add(CheckList list, Stage stage)
    {
        list.Add("A file comes back as it went", () => WithFileAsync(3 * 1024 * 1024 + 17, async (path, content) =>
            {
                var client = stage.Client("files");
                var progress = new Seen();
                var sent = await client.Files.UploadAsync(new FileUpload { Path = path, FileName = Name }, "ann", progress);
                stage.Same((Name, (long?)content.Length, "text/plain"), (sent.Name, sent.Size, sent.MimeType), "The file");
                stage.Same(content.Length, progress.Last, "The progress");
                await client.Chat.SendAsync(
                    new ChatRequest
                    {
                        Query = "read",
                        User = "ann",
                        Files = [FileReference.FromUpload("document", sent.Id)],
                    }
                );
                using var download = await client.Files.DownloadAsync(sent.Id);
                var back = new MemoryStream();
                await download.Stream.CopyToAsync(back);
                stage.True(back.ToArray().SequenceEqual(content), "The bytes are others.");
                stage.Same(Name, download.FileName, "The name");
            }));
        list.Add("An empty file is a file", () =>
            WithFileAsync(0, async (path, _) =>
                stage.Same(0, (await stage.Client("files").Files.UploadAsync(new FileUpload { Path = path }, "ann")).Size, "The size")
            )
        );
        list.Add("An upload is sent again to a busy server", () =>
            WithFileAsync(200_000, async (path, content) =>
                stage.Same(
                    content.Length,
                    (await stage.Client("files-busy").Files.UploadAsync(new FileUpload { Path = path }, "ann")).Size,
                    "The size"
                )
            )
        );
        list.Add("A download that breaks is told", () => WithFileAsync(500_000, async (path, _) =>
            {
                var client = stage.Client("files-broken");
                var sent = await client.Files.UploadAsync(new FileUpload { Path = path }, "ann");
                await client.Chat.SendAsync(
                    new ChatRequest
                    {
                        Query = "read",
                        User = "ann",
                        Files = [FileReference.FromUpload("document", sent.Id)],
                    }
                );
                await stage.FailsAsync<DifyStreamException>(DifyStreamException.StreamBroken, async () =>
                {
                    using var download = await client.Files.DownloadAsync(sent.Id);
                    await download.Stream.CopyToAsync(Stream.Null);
                });
            }));
        list.Add("An upload hears a cancellation", () => WithFileAsync(16 * 1024 * 1024, async (path, _) =>
            {
                using var source = new CancellationTokenSource();
                var progress = new Seen { OnReport = source.Cancel };
                await stage.ThrowsAsync<OperationCanceledException>(() =>
                    stage.Client("files").Files.UploadAsync(new FileUpload { Path = path }, "ann", progress, source.Token)
                );
                stage.True(progress.Last < 16 * 1024 * 1024, "All of it went out.");
            }));
        list.Add("A file that is not there is told as that", () =>
            stage.ThrowsAsync<FileNotFoundException>(() =>
                stage.Client("files").Files.UploadAsync(new FileUpload { Path = Path.GetTempPath() + Guid.NewGuid() }, "ann")
            )
        );
    }

    private static async Task WithFileAsync(int length, Func<string, byte[], Task> check)
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".txt");
        var content = new byte[length];
        new Random(7).NextBytes(content);
        File.WriteAllBytes(path, content);
        try
        {
            await check(path, content);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Seen : IProgress<long>
    {
        public Action? OnReport { get; set; }

        public long Last { get; private set; }

        public void Report(long value)
        {
            Last = value;
            OnReport?.Invoke();
        }
    }
}
