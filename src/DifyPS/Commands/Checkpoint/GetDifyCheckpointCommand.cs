using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Files;

namespace DifyPS.Commands;

/// <summary>Reads what a checkpoint keeps: an object an item. Nothing is sent, and a file that is being written can be read.</summary>
[Cmdlet(VerbsCommon.Get, "DifyCheckpoint", DefaultParameterSetName = PathSet)]
[OutputType(typeof(DifyCheckpointEntry))]
public sealed class GetDifyCheckpointCommand : DifyCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";

    /// <summary>The files; wildcards are welcome.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = PathSet
    )]
    [SupportsWildcards]
    [PathArgument(nameof(Path))]
    public string[] Path { get; set; } = Array.Empty<string>();

    /// <summary>The same, where no sign of a name stands for others.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = LiteralSet)]
    [Alias("FullName", "PSPath")]
    [PathArgument(nameof(LiteralPath))]
    public string[] LiteralPath { get; set; } = Array.Empty<string>();

    /// <summary>Only items with this status; wildcards are welcome.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Status), Many = true)]
    public string[]? Status { get; set; }

    /// <summary>Reads the files of one item.</summary>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == LiteralSet ? LiteralPath : Path)
        {
            TryItem(path, () =>
            {
                foreach (var source in ParameterSetName == LiteralSet ? FileSource.FromLiteral(path, this) : FileSource.From(path, this))
                    Read(source.Path ?? throw new ArgumentException(Strings.FormatPathNotAFile(path)));
            });
        }
    }

    private void Read(string path)
    {
        var items = new Dictionary<string, DifyCheckpointEntry>(StringComparer.Ordinal);
        var order = new List<DifyCheckpointEntry>();
        CheckpointHead? head = null;
        using (
            var file = BusyFile.Retry(() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        )
        {
            CheckpointReader.Read(file, path, line =>
            {
                if (head is null)
                {
                    head = CheckpointReader.Head(line, path);
                    return;
                }

                if (CheckpointState.Text(line, "key") is not { } key)
                    return;
                if (!items.TryGetValue(key, out var item))
                    order.Add(items[key] = item = new DifyCheckpointEntry(head.App, key));
                item.Apply(line);
            });
        }

        foreach (var item in order)
        {
            if (
                Status is null
                || Array.Exists(Status, status =>
                    new WildcardPattern(status, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(item.Status)
                )
            )
            {
                WriteObject(item);
            }
        }
    }
}
