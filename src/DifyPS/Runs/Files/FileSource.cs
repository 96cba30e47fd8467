using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Files;
using DifyPS.Common;

namespace DifyPS.Runs.Files;

/// <summary>
/// A file as people name it: a path (wildcards are welcome), a file object, an address, the output of Send-DifyFile, or a
/// hashtable in Dify's own form. Made on the pipeline thread, before anything is sent.
/// </summary>
internal sealed class FileSource
{
    private FileSource(string name)
    {
        Name = name;
    }

    /// <summary>The file's name, or the last part of its address: what its type is told from.</summary>
    public string Name { get; }

    /// <summary>Where it is on this machine; null for all but files to be uploaded.</summary>
    public string? Path { get; private init; }

    /// <summary>Its address; null for all but files that the server fetches.</summary>
    public string? Url { get; private init; }

    /// <summary>A file that was uploaded before; null for all others.</summary>
    public DifyFile? Uploaded { get; private init; }

    /// <summary>A reference given in Dify's own form, which goes out as it is.</summary>
    public FileReference? Reference { get; private init; }

    /// <summary>Its size in bytes, where it is known.</summary>
    public long? Size { get; private init; }

    /// <summary>The files that a value stands for: more than one for a path with wildcards.</summary>
    /// <exception cref="IOException">The file is not there, or is a folder.</exception>
    /// <exception cref="ArgumentException">The value stands for no file.</exception>
    public static IReadOnlyList<FileSource> From(object? value, PSCmdlet cmdlet)
    {
        var whole = value as PSObject;
        switch (whole?.BaseObject ?? value)
        {
            case string text when IsAddress(text):
                return [FromAddress(text)];
            case string text when text.Trim().Length > 0:
                return FromPath(text, cmdlet);
            case Uri { IsAbsoluteUri: true } address when IsAddress(address.OriginalString):
                return [FromAddress(address.OriginalString)];
            case Uri { IsAbsoluteUri: true, IsFile: true } address:
                return [FromFile(address.LocalPath)];
            case FileSystemInfo file:
                return [FromFile(file.FullName)];
            case DifyFile uploaded:
                return [new FileSource(uploaded.FileName ?? uploaded.FileId) { Uploaded = uploaded, Size = uploaded.Size }];
            case IDictionary table:
                return [FromReference(name => table.Contains(name) ? table[name] : null)];
            case PSCustomObject when whole!.Properties["transfer_method"] is not null:
                return [FromReference(name => whole.Properties[name]?.Value)];
            case var other:
                throw new ArgumentException(
                    other is null or string ? Strings.FileGivenByNothing : Strings.FormatFileGivenBy(other.GetType().Name)
                );
        }
    }

    /// <summary>The file of a path in which no sign stands for others.</summary>
    /// <exception cref="IOException">The file is not there, or is a folder.</exception>
    /// <exception cref="DifyCommandException">The path is of something else than the file system.</exception>
    public static IReadOnlyList<FileSource> FromLiteral(string path, PSCmdlet cmdlet) => [FromFile(Literal(path, cmdlet))];

    private static bool IsAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static FileSource FromAddress(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new ArgumentException(Strings.FormatAddressUnreadable(ShownAddress.Of(text)));
        return new FileSource(Uri.UnescapeDataString(address.Segments[address.Segments.Length - 1].Trim('/'))) { Url = text };
    }

    // A name with brackets in it is taken as it is when there is such a file; only then may it be a pattern.
    private static IReadOnlyList<FileSource> FromPath(string text, PSCmdlet cmdlet)
    {
        var literal = Literal(text, cmdlet);
        if (File.Exists(literal) || Directory.Exists(literal))
            return [FromFile(literal)];
        if (!WildcardPattern.ContainsWildcardCharacters(text))
            return [FromFile(Literal(WildcardPattern.Unescape(text), cmdlet))];
        var found = Matches(text, cmdlet).Where(File.Exists).Select(FromFile).ToList();
        return found.Count > 0 ? found : throw new FileNotFoundException(Strings.FormatFileNoneFits(text), text);
    }

    private static IEnumerable<string> Matches(string text, PSCmdlet cmdlet)
    {
        try
        {
            return cmdlet.GetResolvedProviderPathFromPSPath(text, out _);
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
    }

    private static string Literal(string text, PSCmdlet cmdlet)
    {
        string path;
        ProviderInfo provider;
        try
        {
            path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out provider, out _);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            // An address of another kind than the two that can be fetched.
            var shown = ShownAddress.Of(text);
            throw new FileNotFoundException(Strings.FormatFileNotThereBecause(shown, e.Message), shown, e);
        }

        return provider.Name == "FileSystem"
            ? path
            : throw InvalidInput.Error(Strings.FormatPathNotOfFileSystem(text), Strings.PathNotOfFileSystemAction);
    }

    private static FileSource FromFile(string path)
    {
        if (Directory.Exists(path))
            throw new IOException(Strings.FormatPathIsFolder(path, System.IO.Path.Combine(path, "*")));
        var file = new FileInfo(path);
        return file.Exists
            ? new FileSource(file.Name) { Path = file.FullName, Size = file.Length }
            : throw new FileNotFoundException(Strings.FormatFileNotThere(path), path);
    }

    private static FileSource FromReference(Func<string, object?> field)
    {
        var url = field("url")?.ToString();
        var id = field("upload_file_id")?.ToString();
        var method = field("transfer_method")?.ToString() ?? (string.IsNullOrEmpty(url) ? FileRules.LocalFile : FileRules.RemoteUrl);
        var source = method switch
        {
            FileRules.RemoteUrl when IsAddress(url ?? string.Empty) => FromAddress(url!),
            FileRules.LocalFile when !string.IsNullOrEmpty(id) => new FileSource(id!),
            FileRules.RemoteUrl => throw new ArgumentException(Strings.FileReferenceNoUrl),
            FileRules.LocalFile => throw new ArgumentException(Strings.FileReferenceNoId),
            _ => throw new ArgumentException(Strings.FormatFileReferenceMethod(method)),
        };
        var type = field("type")?.ToString() ?? (source.Url is null ? null : FileTypes.TypeOf(source.Name));
        return new FileSource(source.Name)
        {
            Reference = source.Url is { } address ? FileReference.FromUrl(type!, address) : FileReference.FromUpload(type!, id!),
        };
    }
}
