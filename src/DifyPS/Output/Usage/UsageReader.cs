using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Conversations;
using Dify.Client.Workflows;
using DifyPS.Bindings.Registry;

namespace DifyPS.Output.Usage;

/// <summary>
/// Adds up an app's days: of a workflow or a chatflow by its log, which tells of all users' runs and of no prices; of other
/// chat apps by the messages of the users that are named, for Dify has no list of users.
/// </summary>
internal sealed class UsageReader
{
    /// <summary>What tells of a run: the log.</summary>
    public const string Log = "Log";

    /// <summary>What tells of a run: its message.</summary>
    public const string Messages = "Messages";

    private readonly DateTimeOffset _after;
    private readonly DateTimeOffset? _before;
    private readonly Action<long> _report;
    private readonly SortedDictionary<DateTime, DayTotals> _days = new();
    private long _read;

    public UsageReader(DateTimeOffset after, DateTimeOffset? before, Action<long> report)
    {
        _after = after;
        _before = before;
        _report = report;
    }

    /// <summary>What an app's usage is read from.</summary>
    public static string SourceOf(AppBinding binding, bool messages) => binding.Mode switch
    {
        AppMode.Workflow => Log,
        AppMode.AdvancedChat => messages ? Messages : Log,
        _ => Messages,
    };

    /// <summary>Reads the log; of some users when they are named, and of all when not.</summary>
    public async Task ReadLogAsync(DifyClient client, IReadOnlyList<string>? users, CancellationToken cancellationToken)
    {
        IEnumerable<string?> wanted = users ?? (IEnumerable<string?>)new string?[] { null };
        foreach (var user in wanted)
        {
            var filter = new WorkflowLogFilter { After = _after, Before = _before, EndUserSessionId = user };
            await foreach (var entry in client.Workflows.ListLogsAsync(filter, null, cancellationToken).ConfigureAwait(false))
            {
                if (entry.WorkflowRun is { } run && DayOf(run.CreatedAt ?? entry.CreatedAt) is { } day)
                    day.Add(run);
            }
        }
    }

    /// <summary>Reads the messages of some users, and no further back than is asked for.</summary>
    public async Task ReadMessagesAsync(DifyClient client, IReadOnlyList<string> users, CancellationToken cancellationToken)
    {
        foreach (var user in users)
        {
            await foreach (
                var conversation in client
                    .Conversations.ListAsync(user, ConversationOrder.LastActiveFirst, null, cancellationToken)
                    .ConfigureAwait(false)
            )
            {
                // Those that come now have had no message since.
                if (conversation.UpdatedAt < _after)
                    break;
                await foreach (
                    var message in client
                        .Conversations.GetMessagesAsync(conversation.Id, user, null, cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    if (message.CreatedAt < _after)
                        break;
                    DayOf(message.CreatedAt)?.Add(message);
                }
            }
        }
    }

    /// <summary>The days, oldest first.</summary>
    public IEnumerable<DifyUsage> Build(string app, string source) => _days.Select(day => new DifyUsage(app, day.Key, source, day.Value));

    private DayTotals? DayOf(DateTimeOffset? time)
    {
        if (time is null || time < _after || time >= _before)
            return null;
        _report(++_read);
        var day = time.Value.ToLocalTime().Date;
        if (!_days.TryGetValue(day, out var totals))
            _days.Add(day, totals = new DayTotals());
        return totals;
    }
}
