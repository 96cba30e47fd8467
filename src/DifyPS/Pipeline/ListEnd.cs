using System;
using System.Management.Automation;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>What ended the taking of a command's items, and how many it has left. On the pipeline thread only.</summary>
internal sealed class ListEnd
{
    /// <summary>Null as long as nothing did.</summary>
    public Exception? Reason { get; set; }

    /// <summary>Items that were not begun.</summary>
    public long Left { get; set; }

    /// <summary>What is told at the end, once, of all that were not begun.</summary>
    /// <param name="left">How many.</param>
    /// <param name="hasCheckpoint">Whether the command has a checkpoint, so that it can simply be run again.</param>
    public DifyCommandException ToError(long left, bool hasCheckpoint = false)
    {
        var id = AppTrouble.IdOf(Reason!);
        var text = left == 1 ? Strings.FormatItemNotRun(id) : Strings.FormatItemsNotRun(left, id);
        return Reason is DifyApiException { IsQuota: true }
            ? new DifyCommandException("QuotaExceeded", ErrorCategory.LimitsExceeded, text, Strings.QuotaExceededAction, null, Reason)
            : new DifyCommandException(
                "ItemsNotRun",
                ErrorCategory.OperationStopped,
                text,
                hasCheckpoint ? Strings.ItemsNotRunCheckpointAction : Strings.ItemsNotRunAction,
                null,
                Reason
            );
    }
}
