using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>Signs nothing: for what is asked before there is a session. It knows what no text may show meanwhile.</summary>
internal sealed class OpenCredential(bool isProgrammatic, params Secret[] secrets) : WorkspaceCredential
{
    public override string Fingerprint => Strings.SessionNone;

    internal override bool IsProgrammatic => isProgrammatic;

    internal override IReadOnlyList<Secret> Secrets => secrets;

    private protected override object Current => this;

    internal override bool IsCurable(int status) => false;

    private protected override void Write(HttpRequestMessage request, object current) { }

    private protected override Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
