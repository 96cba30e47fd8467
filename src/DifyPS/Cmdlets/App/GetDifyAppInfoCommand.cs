using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Asks an app about itself: <c>GET /info</c>, <c>GET /parameters</c>, <c>GET /site</c> and <c>GET /meta</c>, side by side.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DifyAppInfo")]
[OutputType(typeof(DifyAppInfo))]
public sealed class GetDifyAppInfoCommand : DifyAppCmdlet
{
    /// <summary>Asks one app.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(App, one => Keys.RequireApp(one, "Get-DifyAppInfo"));
        if (binding is not null)
            RunItem(App, (context, token) => AskAsync(binding, context, token));
    }

    private static async Task AskAsync(AppBinding binding, WorkContext context, CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        var info = client.Apps.GetInfoAsync(cancellationToken);
        var parameters = client.Apps.GetParametersAsync(cancellationToken);
        var meta = client.Apps.GetMetaAsync(cancellationToken);
        var site = SiteOrNullAsync(client, context, cancellationToken);
        await Task.WhenAll(info, parameters, meta, site).ConfigureAwait(false);
        context.WriteObject(new DifyAppInfo(
            binding,
            await info.ConfigureAwait(false),
            await parameters.ConfigureAwait(false),
            await site.ConfigureAwait(false),
            await meta.ConfigureAwait(false)));
    }

    // An app without a web app has no site settings; that is no reason to know nothing of it.
    private static async Task<SiteSettings?> SiteOrNullAsync(DifyClient client, WorkContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Apps.GetSiteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode is 403 or 404)
        {
            context.WriteVerbose(Strings.FormatVerboseNoWebApp(e.Message));
            return null;
        }
    }
}
