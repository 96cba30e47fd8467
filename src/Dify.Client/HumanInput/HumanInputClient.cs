using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.HumanInput;

/// <summary>The forms that paused workflows and chatflows wait for.</summary>
public sealed class HumanInputClient
{
    private const string FormRoute = "/form/human_input/{form_token}";

    private readonly HttpTransport _transport;

    internal HumanInputClient(HttpTransport transport) => _transport = transport;

    /// <summary>The form, with its fields and actions: <c>GET /form/human_input/{form_token}</c>.</summary>
    /// <param name="formToken">The token that the pause brought.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The form.</returns>
    /// <exception cref="ArgumentException">The token is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 <c>not_found</c>, 412 <c>human_input_form_submitted</c> or
    /// <c>human_input_form_expired</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<HumanInputForm> GetFormAsync(string formToken, CancellationToken cancellationToken = default) =>
        _transport.GetRecordAsync(Route.Of(FormRoute, formToken), HumanInputJson.Default.HumanInputForm, cancellationToken);

    /// <summary>
    /// Submits the form, whereupon the run goes on: <c>POST /form/human_input/{form_token}</c>. It can be submitted once;
    /// the first wins, whoever it is.
    /// </summary>
    /// <param name="formToken">The token that the pause brought.</param>
    /// <param name="action">The id of the action that is chosen.</param>
    /// <param name="inputs">The values of the form's fields by name.</param>
    /// <param name="user">Who submits it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when Dify has taken it.</returns>
    /// <exception cref="ArgumentException">The token, the action or the user is missing, or a value cannot be sent; nothing
    /// was.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 400 <c>invalid_form_data</c>, 404 <c>not_found</c>, 412
    /// <c>human_input_form_submitted</c> or <c>human_input_form_expired</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task SubmitAsync(
        string formToken,
        string action,
        IReadOnlyDictionary<string, object?>? inputs,
        string user,
        CancellationToken cancellationToken = default
    )
    {
        JsonBody.CheckUser(user);
        if (string.IsNullOrEmpty(action))
            throw new ArgumentException(Strings.FormActionMissing, nameof(action));

        var body = new FormBody
        {
            Inputs = PlainValue.Inputs(inputs),
            Action = action,
            User = user,
        };
        return _transport.SendAsync(
            JsonBody.Request(HttpMethod.Post, Route.Of(FormRoute, formToken), body, HumanInputRequestJson.Default.FormBody),
            cancellationToken
        );
    }
}
