using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace Dify.Simulator.Hosting;

/// <summary>Where to listen.</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint, bool IsHttps)
{
    public static IReadOnlyList<ListenAddress> Parse(string urls) =>
        [.. urls.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne)];

    private static ListenAddress ParseOne(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{url}' is no http or https address.", nameof(url));

        var host = uri.DnsSafeHost;
        var address = host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(host, out var parsed) ? parsed
            : throw new ArgumentException($"'{host}' is neither localhost nor an IP address.", nameof(url));
        return new ListenAddress(new IPEndPoint(address, uri.Port), uri.Scheme == "https");
    }
}
