using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Asks an app about itself: <c>GET /info</c>, <c>GET /parameters</c>, <c>GET /site</c> and <c>GET /meta</c>, side by side.
/// </summary>
[Cmdlet(VerbsCommon.Get, "DifyAppInfo")]
[OutputType(typeof(DifyAppInfo))]
[WorksWith(AppScope.App)]
public sealed class GetDifyAppInfoCommand : DifyAppCmdlet
{
    /// <summary>Asks one app.</summary>
    protected override void ProcessRecord() => Get(App, AskAsync);

    private static async Task<DifyAppInfo> AskAsync(AppInvocation call)
    {
        var info = call.Client.Apps.GetInfoAsync(call.Token);
        var parameters = call.Client.Apps.GetParametersAsync(call.Token);
        var meta = call.Client.Apps.GetMetaAsync(call.Token);
        var site = SiteOrNullAsync(call);
        await Task.WhenAll(info, parameters, meta, site).ConfigureAwait(false);
        return new DifyAppInfo(
            call.App,
            await info.ConfigureAwait(false),
            await parameters.ConfigureAwait(false),
            await site.ConfigureAwait(false),
            await meta.ConfigureAwait(false));
    }

    // An app without a web app has no site settings; that is no reason to know nothing of it.
    private static async Task<SiteSettings?> SiteOrNullAsync(AppInvocation call)
    {
        try
        {
            return await call.Client.Apps.GetSiteAsync(call.Token).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode is 403 or 404)
        {
            call.Context.WriteVerbose(Strings.FormatVerboseNoWebApp(e.Message));
            return null;
        }
    }
}
