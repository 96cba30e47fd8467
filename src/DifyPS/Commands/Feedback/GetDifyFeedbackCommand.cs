using System;
using System.Management.Automation;
using Dify.Client.Feedback;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Lists what end users and admins think of an app's answers (<c>GET /app/feedbacks</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyFeedback")]
[OutputType(typeof(DifyFeedback))]
[WorksWith(AppScope.Messages)]
public sealed class GetDifyFeedbackCommand : DifyListCmdlet
{
    /// <summary>Only feedback with this rating.</summary>
    [Parameter]
    [ValidateSet("Like", "Dislike")]
    public string? Rating { get; set; }

    /// <summary>Only feedback of end users, or of admins.</summary>
    [Parameter]
    [ValidateSet("User", "Admin")]
    public string? Source { get; set; }

    /// <summary>Lists the feedback of one app.</summary>
    protected override void ProcessRecord() => List(
        App,
        call => Rating is null && Source is null
            ? call.Client.Feedback.ListAsync(Most, call.Token)
            : Filtered.Where(call.Client.Feedback.ListAsync(first: null, call.Token), IsWanted, Most, call.Token),
        (call, item) => new DifyFeedback(call.App, item));

    private bool IsWanted(FeedbackItem item) => Is(Rating, item.Rating) && Is(Source, item.FromSource);

    private static bool Is(string? wanted, string? value) =>
        wanted is null || string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
}
