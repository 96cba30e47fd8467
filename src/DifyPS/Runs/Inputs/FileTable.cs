using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Values;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Files;

namespace DifyPS.Runs.Inputs;

/// <summary>Files as people give them: one, a list, or Dify's own form of a reference.</summary>
internal static class FileTable
{
    /// <summary>Whether the table is a file in Dify's own form, and not a variable's name with its files.</summary>
    public static bool IsReference(IDictionary table) => table.Contains("transfer_method");

    // A list that holds itself ends here with an error.
    private const int MaxDepth = JsonFormat.MaxDepth;

    /// <summary>The files one by one, without PowerShell's wrapping.</summary>
    /// <exception cref="ArgumentException">The lists are nested too deep, as one that holds itself is.</exception>
    public static IReadOnlyList<object> Flatten(object? value)
    {
        var files = new List<object>();
        Flatten(value, files, 0);
        return files;
    }

    /// <summary>Finds each file on this machine, without sending anything; what is not there is a problem among others.</summary>
    public static async Task<List<FileSource>> FindAsync(
        PipelineContext context, IEnumerable<object> files, List<string> problems, CancellationToken cancellationToken)
    {
        var sources = new List<FileSource>();
        foreach (var file in files)
        {
            try
            {
                // Paths are PowerShell's to resolve, on its own thread.
                sources.AddRange(
                    await context.InvokeAsync(cmdlet => FileSource.From(file, cmdlet), cancellationToken).ConfigureAwait(false)
                );
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                problems.Add(e is ArgumentException argument ? ErrorRecords.Sentence(argument).TrimEnd('.') : e.Message.TrimEnd('.'));
            }
        }

        return sources;
    }

    private static void Flatten(object? value, List<object> files, int depth)
    {
        if (depth > MaxDepth)
            throw new ArgumentException(Strings.FormatValueTooDeep(MaxDepth));
        // An object with properties only is nothing without its wrapping.
        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case null or "":
                break;
            case IEnumerable list and not (string or IDictionary):
                foreach (var item in list)
                    Flatten(item, files, depth + 1);
                break;
            default:
                files.Add(plain);
                break;
        }
    }
}
