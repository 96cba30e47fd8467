using System;
using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Says which end user an id stands for (<c>GET /end-users/{end_user_id}</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyEndUser")]
[OutputType(typeof(DifyEndUser))]
public sealed class GetDifyEndUserCommand : DifyCallCmdlet
{
    /// <summary>Dify's id of the end user.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CreatedBy")]
    [AllowNull]
    [AllowEmptyString]
    public string? EndUserId { get; set; }

    /// <summary>Asks about one end user.</summary>
    protected override void ProcessRecord()
    {
        // Feedback of an admin flows in among that of end users; there is nobody to look up.
        if (string.IsNullOrEmpty(EndUserId) && MyInvocation.ExpectingInput)
        {
            WriteVerbose(Strings.EndUserNoneInObject);
            return;
        }

        var binding = FindApp(EndUserId, app =>
        {
            Keys.RequireApp(app, "Get-DifyEndUser");
            if (string.IsNullOrEmpty(EndUserId))
                throw new ArgumentException(Strings.EndUserIdEmpty);
        });
        if (binding is null)
            return;
        Call(EndUserId, binding, async (context, client, token) =>
            context.WriteObject(new DifyEndUser(binding.Name, await client.EndUsers.GetAsync(EndUserId!, token).ConfigureAwait(false))));
    }
}
