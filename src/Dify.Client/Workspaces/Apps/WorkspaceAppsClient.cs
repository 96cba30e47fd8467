using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;
using Dify.Client.Workspaces.SignIn;

namespace Dify.Client.Workspaces.Apps;

/// <summary>The apps of a workspace. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class WorkspaceAppsClient
{
    private const string ListTemplate = "/apps";

    private readonly HttpTransport _transport;

    internal WorkspaceAppsClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Lists apps: <c>GET /apps</c>, page by page as far as somebody reads, and every app of them even while apps are made,
    /// changed and deleted. The programmatic API leaves out apps whose API is off, and new agents.
    /// </summary>
    /// <param name="filter">Which; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The apps, in no order.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>: tags).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async IAsyncEnumerable<WorkspaceApp> ListAsync(
        AppFilter? filter = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var page in ListPagesAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            foreach (var app in page)
                yield return app;
        }
    }

    /// <summary>The same, a page at a time, for those who ask more about the apps of a page at once.</summary>
    /// <param name="filter">Which; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Pages of apps, in no order. None is empty.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>: tags).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<IReadOnlyList<WorkspaceApp>> ListPagesAsync(
        AppFilter? filter = null,
        CancellationToken cancellationToken = default
    )
    {
        Route route = ListTemplate;
        if (_transport.Credential is DeviceCodeCredential { WorkspaceId: { } workspace })
            route = route.With("workspace_id", workspace);

        if (!string.IsNullOrEmpty(filter?.Name))
            route = route.With("name", filter!.Name!);

        if (!string.IsNullOrEmpty(filter?.Mode))
            route = route.With("mode", filter!.Mode!);

        return AppLister.ListPagesAsync(_transport, WithTags(route, filter?.TagIds ?? []), cancellationToken);
    }

    /// <summary>The tags of apps: <c>GET /tags</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The tags.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<IReadOnlyList<AppTag>> ListTagsAsync(CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "GET /tags");
        return await _transport
            .GetAsync(
                ((Route)"/tags").With("type", "app"),
                tags =>
                    tags.ValueKind == JsonValueKind.Array
                        ? tags.EnumerateArray().Select(item => Pages.Read(item, AppsJson.Default.AppTag, _transport, "GET /tags")).ToList()
                        : throw ExceptionMapper.Invalid(
                            Strings.FormatAnswerNotAList(_transport.Server.DisplayName, "GET /tags"),
                            "GET /tags",
                            _transport
                        ),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>An app, with what lists do not tell: <c>GET /apps/{app_id}</c>.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The app.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404: there is no such app in the workspace.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<WorkspaceApp> GetAsync(string appId, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "GET /apps/{app_id}");
        return _transport.GetRecordAsync(Route.Of("/apps/{app_id}", appId), AppsJson.Default.WorkspaceApp, cancellationToken);
    }

    /// <summary>Switches an app's API on or off: <c>POST /apps/{app_id}/api-enable</c>. It takes an admin or the owner.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="isEnabled">Whether it is to be on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task SetApiEnabledAsync(string appId, bool isEnabled, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "POST /apps/{app_id}/api-enable");
        var content = ConsoleBody.Of(new ApiEnableBody { EnableApi = isEnabled }, AppsRequestJson.Default.ApiEnableBody);
        return _transport.SendAsync(
            new ApiRequest(HttpMethod.Post, Route.Of("/apps/{app_id}/api-enable", appId)) { Content = content, IsRepeatable = true },
            cancellationToken
        );
    }

    /// <summary>An app's DSL: <c>GET /apps/{app_id}/export</c>, of the programmatic API <c>GET /apps/{app_id}/dsl</c>.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="includeSecret">Whether secret environment variables are in it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>YAML.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404: there is no such app in the workspace.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<string> ExportDslAsync(string appId, bool includeSecret = false, CancellationToken cancellationToken = default)
    {
        var route = Ways.IsProgrammatic(_transport) ? Route.Of("/apps/{app_id}/dsl", appId) : Route.Of("/apps/{app_id}/export", appId);
        var call = new ApiRequest(HttpMethod.Get, route.With("include_secret", includeSecret ? "true" : "false")) { HidesAnswer = true };
        var export = await _transport.SendAsync(call, AppsJson.Default.DslExport, cancellationToken).ConfigureAwait(false);
        return export.Data
            ?? throw ExceptionMapper.Invalid(
                Strings.FormatAnswerEmpty(_transport.Server.DisplayName, call.Operation),
                call.Operation,
                _transport
            );
    }

    /// <summary>
    /// Makes an app of a DSL, or overwrites one: <c>POST /apps/imports</c>. It is not sent again when its answer is lost.
    /// </summary>
    /// <param name="import">The DSL.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it; <see cref="DslImportResult.Pending"/> waits for <see cref="ConfirmImportAsync"/>.</returns>
    /// <exception cref="ArgumentException">There is no DSL, or two; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400: the DSL is wrong.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<DslImportResult> ImportDslAsync(DslImport import, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "POST /apps/imports");
        if ((import ?? throw new ArgumentNullException(nameof(import))).Content is null == import.Address is null)
            throw new ArgumentException(Strings.DslMissing, nameof(import));

        var body = new ImportBody
        {
            Mode = import.Content is null ? "yaml-url" : "yaml-content",
            YamlContent = import.Content,
            YamlUrl = import.Address,
            AppId = import.AppId,
            Name = import.Name,
            Description = import.Description,
        };
        return _transport.SendRecordAsync(
            new ApiRequest(HttpMethod.Post, "/apps/imports") { Content = ConsoleBody.Of(body, AppsRequestJson.Default.ImportBody) },
            AppsJson.Default.DslImportResult,
            cancellationToken
        );
    }

    /// <summary>Lets a pending import go on: <c>POST /apps/imports/{import_id}/confirm</c>.</summary>
    /// <param name="importId">The import.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400: it waited for more than ten minutes.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<DslImportResult> ConfirmImportAsync(string importId, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "POST /apps/imports/{import_id}/confirm");
        return _transport.SendRecordAsync(
            new ApiRequest(HttpMethod.Post, Route.Of("/apps/imports/{import_id}/confirm", importId)) { Content = ConsoleBody.Empty },
            AppsJson.Default.DslImportResult,
            cancellationToken
        );
    }

    /// <summary>
    /// The plugins that an imported app needs and the workspace does not have: <c>GET /apps/imports/{app_id}/check-dependencies</c>.
    /// </summary>
    /// <param name="appId">The app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What names them, such as <c>langgenius/openai:0.2.1@…</c>.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<IReadOnlyList<string>> ListMissingPluginsAsync(string appId, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "GET /apps/imports/{app_id}/check-dependencies");
        var check = await _transport
            .GetAsync(Route.Of("/apps/imports/{app_id}/check-dependencies", appId), AppsJson.Default.DependencyCheck, cancellationToken)
            .ConfigureAwait(false);
        return [.. check.LeakedDependencies.Select(NameOf)];
    }

    // What names a plugin has another name for each place that plugins come from.
    private static string NameOf(JsonElement dependency)
    {
        if (
            dependency.ValueKind == JsonValueKind.Object
            && dependency.TryGetProperty("value", out var value)
            && value.ValueKind == JsonValueKind.Object
        )
        {
            foreach (var property in value.EnumerateObject())
            {
                if (
                    property.Name.EndsWith("unique_identifier", StringComparison.Ordinal)
                    && property.Value.ValueKind == JsonValueKind.String
                )
                {
                    return property.Value.GetString()!;
                }
            }
        }

        return HarmlessText.Line(dependency.GetRawText());
    }

    private Route WithTags(Route route, IReadOnlyList<string> tags)
    {
        if (tags.Count == 0)
            return route;

        Ways.RequireConsole(_transport, "GET " + ListTemplate);
        switch (Ways.CredentialOf(_transport).Facts.Version?.Tags ?? TagQuery.Repeated)
        {
            case TagQuery.Joined:
                return route.With("tag_ids", string.Join(",", tags));
            case TagQuery.Numbered:
                for (var i = 0; i < tags.Count; i++)
                {
                    route = route.With(string.Format(CultureInfo.InvariantCulture, "tag_ids[{0}]", i), tags[i]);
                }

                return route;
            default:
                return tags.Aggregate(route, static (all, tag) => all.With("tag_ids", tag));
        }
    }
}
