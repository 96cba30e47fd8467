using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;
using Dify.Client.Workspaces.SignIn;

namespace Dify.Client.Workspaces;

/// <summary>The account that is signed in, and its workspaces. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class WorkspacesClient
{
    private readonly HttpTransport _transport;

    internal WorkspacesClient(HttpTransport transport) => _transport = transport;

    /// <summary>Who is signed in: <c>GET /account/profile</c>. An admin key is nobody.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The account.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<Account> GetAccountAsync(CancellationToken cancellationToken = default)
    {
        if (!Ways.IsProgrammatic(_transport))
        {
            return await _transport
                .GetRecordAsync("/account/profile", WorkspaceJson.Default.Account, cancellationToken)
                .ConfigureAwait(false);
        }

        // The account is within, beside its workspaces.
        return await _transport
            .GetAsync(
                "/account",
                json =>
                    Pages.Read(
                        json.ValueKind == System.Text.Json.JsonValueKind.Object && json.TryGetProperty("account", out var account)
                            ? account
                            : json,
                        WorkspaceJson.Default.Account,
                        _transport,
                        "GET /account"
                    ),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>The workspaces of the account: <c>GET /workspaces</c>. The console does not tell the role here.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The workspaces.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<IReadOnlyList<Workspace>> ListAsync(CancellationToken cancellationToken = default)
    {
        var list = await _transport.GetAsync("/workspaces", WorkspaceJson.Default.WorkspaceList, cancellationToken).ConfigureAwait(false);
        return
        [
            .. (list.Workspaces ?? list.Data ?? []).Select(item =>
                Pages.Read(item, WorkspaceJson.Default.Workspace, _transport, "GET /workspaces")
            ),
        ];
    }

    /// <summary>
    /// All workspaces of the server, with an admin key: <c>GET /all-workspaces</c>, page by page as far as somebody reads.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The workspaces.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<Workspace> ListAllAsync(CancellationToken cancellationToken = default) =>
        _transport.Credential is AdminKeyCredential key
            ? Pages.ByNumberAsync(_transport.As(key.InNone()), "/all-workspaces", WorkspaceJson.Default.Workspace, null, cancellationToken)
            : throw new WorkspaceException(
                WorkspaceProblem.NotThisWay,
                Strings.FormatWayCannot(_transport.Server.DisplayName, "GET /all-workspaces"),
                "GET /all-workspaces",
                _transport,
                Strings.ActionAdminKey
            );

    /// <summary>The workspace that requests are in now, with the account's role: <c>/workspaces/current</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="WorkspaceException">
    /// There are several, and none was chosen (<see cref="WorkspaceProblem.WorkspaceChanged"/>).
    /// </exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<Workspace> GetCurrentAsync(CancellationToken cancellationToken = default)
    {
        if (_transport.Credential is DeviceCodeCredential device)
        {
            var all = await ListAsync(cancellationToken).ConfigureAwait(false);
            return (
                device.WorkspaceId is { } id ? all.FirstOrDefault(one => one.Id == id)
                : all.Count == 1 ? all[0]
                : null
            ) ?? throw Changed(device.WorkspaceId ?? string.Empty, string.Join(", ", all.Select(one => one.Id)));
        }

        // A build between two releases has the number of the older one: then it says that the method is another.
        var byPost = Ways.CredentialOf(_transport).Facts.Likely?.AsksWorkspaceByPost != false;
        try
        {
            return await AskCurrentAsync(byPost, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 405)
        {
            return await AskCurrentAsync(!byPost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Makes sure that requests are in a workspace. A person's session follows their browser to another one, and its apps must
    /// not be taken for those of the first.
    /// </summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="WorkspaceException">It is another one (<see cref="WorkspaceProblem.WorkspaceChanged"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<Workspace> RequireCurrentAsync(string workspaceId, CancellationToken cancellationToken = default)
    {
        var current = await GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        return current.Id.Equals(workspaceId ?? throw new ArgumentNullException(nameof(workspaceId)), StringComparison.OrdinalIgnoreCase)
            ? current
            : throw Changed(workspaceId, $"{current.Name} ({current.Id})");
    }

    /// <summary>
    /// Moves the account to another workspace: <c>POST /workspaces/switch</c>. It moves all its sessions, the person's browser
    /// too.
    /// </summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is done.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403 <c>account_not_link_tenant</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task SwitchAsync(string workspaceId, CancellationToken cancellationToken = default)
    {
        Ways.RequireConsole(_transport, "POST /workspaces/switch");
        var body = new SwitchBody { TenantId = workspaceId ?? throw new ArgumentNullException(nameof(workspaceId)) };
        return _transport.SendAsync(
            new ApiRequest(HttpMethod.Post, "/workspaces/switch")
            {
                Content = ConsoleBody.Of(body, WorkspaceRequestJson.Default.SwitchBody),
                IsRepeatable = true,
            },
            cancellationToken
        );
    }

    private Task<Workspace> AskCurrentAsync(bool byPost, CancellationToken cancellationToken) =>
        _transport.SendRecordAsync(
            new ApiRequest(byPost ? HttpMethod.Post : HttpMethod.Get, "/workspaces/current")
            {
                Content = byPost ? ConsoleBody.Empty : null,
                IsRepeatable = true,
            },
            WorkspaceJson.Default.Workspace,
            cancellationToken
        );

    private WorkspaceException Changed(string wanted, string found) =>
        new(
            WorkspaceProblem.WorkspaceChanged,
            Strings.FormatWorkspaceChanged(_transport.Server.DisplayName, wanted, found),
            null,
            _transport,
            Strings.ActionWorkspaceChanged
        );
}
