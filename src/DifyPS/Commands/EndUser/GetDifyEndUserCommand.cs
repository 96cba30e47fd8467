using System;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Says which end user an id stands for (<c>GET /end-users/{end_user_id}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyEndUser")]
[OutputType(typeof(DifyEndUser))]
[WorksWith(AppScope.App)]
public sealed class GetDifyEndUserCommand : DifyAppCmdlet
{
    /// <summary>Dify's id of the end user.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("CreatedBy")]
    [AllowNull]
    [AllowEmptyString]
    [KeptIdArgument(nameof(EndUserId), "CreatedBy", Optional = true)]
    public string? EndUserId { get; set; }

    /// <summary>Asks about one end user.</summary>
    protected override void ProcessRecord()
    {
        // Feedback of an admin flows in among that of end users; there is nobody to look up.
        if (string.IsNullOrEmpty(EndUserId) && MyInvocation.ExpectingInput && InputObject?.Has(nameof(EndUserId), "CreatedBy") == true)
        {
            WriteVerbose(Strings.EndUserNoneInObject);
        }
        else
        {
            Get(
                EndUserId,
                async call => new DifyEndUser(call.App, await call.Client.EndUsers.GetAsync(EndUserId!, call.Token).ConfigureAwait(false)),
                _ => RequireId()
            );
        }
    }

    private void RequireId()
    {
        if (string.IsNullOrEmpty(EndUserId))
            throw new ArgumentException(Strings.EndUserIdEmpty);
    }
}
