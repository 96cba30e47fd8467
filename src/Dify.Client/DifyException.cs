using System;
using Dify.Client.Chat;
using Dify.Client.Transport;
using Dify.Client.Workflows;

namespace Dify.Client;

/// <summary>
/// The base of everything that goes wrong between this client and Dify. Cancellation is not one of them: that is an <see
/// cref="OperationCanceledException"/>.
/// </summary>
public abstract class DifyException : Exception
{
    private readonly HttpTransport? _transport;

    // What the other side says is harmless and without the key from here on: no exception is made elsewhere. There is no
    // transport where there is no key either.
    private protected DifyException(string message, string code, string? operation, HttpTransport? transport, Exception? inner)
        : base(Clean(message, transport), PlatformException.Clean(inner, transport))
    {
        _transport = transport;
        Code = HarmlessText.Line(transport?.Redact(code) ?? code);
        Operation = operation;
    }

    /// <summary>What went wrong, in a word that programs can compare.</summary>
    public string Code { get; }

    /// <summary>The Dify operation, such as <c>POST /chat-messages</c>.</summary>
    public string? Operation { get; }

    /// <summary>What to do next, in a sentence; null when there is no advice.</summary>
    public virtual string? RecommendedAction => null;

    /// <summary>What had arrived of a reply when it failed; null when nothing was being collected.</summary>
    public ChatReply? PartialReply { get; internal set; }

    /// <summary>What had arrived of a workflow's result when it failed; null when none was being collected.</summary>
    public WorkflowResult? PartialResult { get; internal set; }

    /// <summary>The same for advice that names what the other side named.</summary>
    private protected string Clean(string text) => HarmlessText.Line(_transport?.Redact(text) ?? text);

    private static string Clean(string message, HttpTransport? transport) => HarmlessText.Of(transport?.Redact(message) ?? message);
}
