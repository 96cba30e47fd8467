using System;
using System.Net.Http;

namespace Dify.Client.Transport;

/// <summary>One call of an operation: enough to build its request as often as it is tried.</summary>
internal sealed class Call(HttpMethod method, Route route)
{
    public HttpMethod Method { get; } = method;

    public Route Route { get; } = route;

    public string Operation { get; } = method.Method + " " + route.Template;

    /// <summary>Makes the body anew for each try, since a sent body is a used-up one.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>The body is handed on as it arrives: the time limit ends with the headers.</summary>
    public bool Stream { get; init; }

    public string Accept { get; init; } = "application/json";

    /// <summary>Doing it twice does what doing it once does.</summary>
    public bool IsIdempotent => Method.Method is "GET" or "PUT" or "DELETE" or "HEAD" or "OPTIONS";

    public override string ToString() => Operation;
}
