using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Commands;
using DifyPS.Pipeline;

namespace DifyPS.Inputs;

/// <summary>Files as people give them: one, a list, or Dify's own form of a reference.</summary>
internal static class FileTable
{
    /// <summary>Whether the table is a file in Dify's own form, and not a variable's name with its files.</summary>
    public static bool IsReference(IDictionary table) => table.Contains("transfer_method");

    /// <summary>The files one by one, without PowerShell's wrapping.</summary>
    public static IReadOnlyList<object> Flatten(object? value)
    {
        // An object with properties only is nothing without its wrapping.
        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null or "" => Array.Empty<object>(),
            string or IDictionary => new[] { plain },
            IEnumerable list => list.Cast<object?>().SelectMany(Flatten).ToList(),
            _ => new[] { plain },
        };
    }

    /// <summary>Finds each file on this machine, without sending anything; what is not there is a problem among others.</summary>
    public static async Task<List<FileSource>> FindAsync(
        WorkContext context, IEnumerable<object> files, List<string> problems, CancellationToken cancellationToken)
    {
        var sources = new List<FileSource>();
        foreach (var file in files)
        {
            try
            {
                // Paths are PowerShell's to resolve, on its own thread.
                sources.AddRange(await context.InvokeAsync(cmdlet => FileSource.From(file, cmdlet), cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                problems.Add(e is ArgumentException argument ? ErrorRecords.Sentence(argument).TrimEnd('.') : e.Message.TrimEnd('.'));
            }
        }

        return sources;
    }
}
