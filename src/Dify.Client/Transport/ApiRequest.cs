using System;
using System.Net.Http;

namespace Dify.Client.Transport;

/// <summary>One call of an operation: enough to build its request as often as it is tried.</summary>
internal sealed class ApiRequest(HttpMethod method, Route route)
{
    public HttpMethod Method { get; } = method;

    public Route Route { get; } = route;

    public string Operation { get; } = method.Method + " " + route.Template;

    /// <summary>Makes the body anew for each try, since a sent body is a used-up one.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>
    /// Makes a body that may be larger than a call's time allows for. It calls the action with each piece that goes out,
    /// and the call has its whole time again: only a body that stands still runs out of it.
    /// </summary>
    public Func<Action, HttpContent>? Upload { get; init; }

    /// <summary>The body is handed on as it arrives: the time limit ends with the headers.</summary>
    public bool Stream { get; init; }

    /// <summary>
    /// The body is a file, which is packed already if that is worth it: no other packing is asked for, so that its size is told.
    /// </summary>
    public bool IsDownload { get; init; }

    /// <summary>Another address than the route's, which never gets the key.</summary>
    public Uri? Address { get; init; }

    /// <summary>A deletion that only wants the thing to be gone, and asks for no answer.</summary>
    public bool WantsGone { get; init; }

    /// <summary>Needs no credential: none is sent, and a 401 is no reason to replace the one there is.</summary>
    public bool IsOpen { get; init; }

    /// <summary>What goes into the headers beside the credential, or in its place.</summary>
    public Action<HttpRequestMessage>? Headers { get; init; }

    /// <summary>The good answer holds a secret that nobody knows yet, so that nothing of it may be quoted.</summary>
    public bool HidesAnswer { get; init; }

    /// <summary>Doing it twice does what doing it once does, though its method does not promise it.</summary>
    public bool IsRepeatable { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>Doing it twice does what doing it once does.</summary>
    public bool IsIdempotent => IsRepeatable || Method.Method is "GET" or "PUT" or "DELETE" or "HEAD" or "OPTIONS";

    public override string ToString() => Operation;
}
