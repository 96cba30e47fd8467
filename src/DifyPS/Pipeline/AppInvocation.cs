using System.Threading;
using Dify.Client;
using DifyPS.Bindings.Registry;

namespace DifyPS.Pipeline;

/// <summary>What the work of one item has at hand: its app, connected.</summary>
internal sealed record AppInvocation(PipelineContext Context, AppBinding Binding, DifyClient Client, CancellationToken Token)
{
    /// <summary>The name of the app.</summary>
    public string App => Binding.Name;

    /// <summary>The end user that was named, or else the binding's own.</summary>
    public string UserOr(string? named) => string.IsNullOrEmpty(named) ? Binding.User : named!;
}
