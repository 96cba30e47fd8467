using System;
using System.Collections.Concurrent;
using System.IO;

namespace Dify.Simulator.State;

/// <summary>Uploaded files: what is known of them here, their bytes in a folder of its own that goes with the server.</summary>
internal sealed class FileStore : IDisposable
{
    private readonly ConcurrentDictionary<Guid, StoredFile> _files = new();
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("dify-simulator-"));

    public string PathOf(Guid id) => Path.Combine(_folder.Value.FullName, id.ToString("N"));

    public void Add(StoredFile file) => _files[file.Id] = file;

    public StoredFile? Find(Guid id) => _files.TryGetValue(id, out var file) ? file : null;

    public void Dispose()
    {
        if (_folder.IsValueCreated && _folder.Value.Exists)
            _folder.Value.Delete(recursive: true);
    }
}

/// <summary>One uploaded file.</summary>
internal sealed record StoredFile(
    Guid Id,
    SimulatedApp App,
    string User,
    string Name,
    string Extension,
    string MimeType,
    long Size,
    long CreatedAt
)
{
    /// <summary>What opens it without a key.</summary>
    public string Signature { get; } = Guid.NewGuid().ToString("N");
}
