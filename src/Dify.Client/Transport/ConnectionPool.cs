using System;
using System.Net;
using System.Net.Http;
using System.Threading;

namespace Dify.Client.Transport;

/// <summary>The connections of the whole process: one handler for each way of reaching a server.</summary>
internal static class ConnectionPool
{
    /// <summary>The most that the headers of an answer may have, in KiB.</summary>
    public const int MaxHeaders = 64;

    private static readonly HttpMessageInvoker?[] Invokers = new HttpMessageInvoker?[4];
    private static readonly object Gate = new();

    public static HttpMessageInvoker Get(DifyServer server)
    {
        // "Plain http to loopback only" would not hold if a proxy of the environment took the call elsewhere.
        var direct = server.BaseUri.IsLoopback;
        var index = (server.SkipCertificateCheck ? 1 : 0) + (direct ? 2 : 0);
        var invoker = Volatile.Read(ref Invokers[index]);
        if (invoker is null)
        {
            lock (Gate)
            {
                invoker = Invokers[index] ??= new HttpMessageInvoker(
                    CreateHandler(server.SkipCertificateCheck, useProxy: !direct),
                    disposeHandler: true
                );
            }
        }

#if NETFRAMEWORK
        // The limit of two connections a host is the process's default; only this host's is changed.
        var point = ServicePointManager.FindServicePoint(server.BaseUri);
        if (point.ConnectionLimit < 256)
        {
            point.ConnectionLimit = 256;
            point.ConnectionLeaseTimeout = 120_000;
            point.MaxIdleTime = 90_000;
            point.Expect100Continue = false;
        }
#endif
        return invoker;
    }

    public static void Close()
    {
        lock (Gate)
        {
            for (var i = 0; i < Invokers.Length; i++)
                Interlocked.Exchange(ref Invokers[i], null)?.Dispose();
        }
    }

#if NETFRAMEWORK
    private static HttpClientHandler CreateHandler(bool skipCertificateCheck, bool useProxy)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = useProxy,
            MaxResponseHeadersLength = MaxHeaders,

            // Windows PowerShell may still stand on protocols that servers no longer speak.
            SslProtocols = System.Security.Authentication.SslProtocols.Tls12,
        };
        if (skipCertificateCheck)
        {
            handler.ServerCertificateCustomValidationCallback = static (_, _, _, _) => true;
        }

        return handler;
    }
#else
    private static SocketsHttpHandler CreateHandler(bool skipCertificateCheck, bool useProxy)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = useProxy,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            MaxResponseHeadersLength = MaxHeaders,
            EnableMultipleHttp2Connections = true,

            // A stream that was left early is closed at once, not read on in the background.
            MaxResponseDrainSize = 0,
        };
        if (skipCertificateCheck)
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;

        return handler;
    }
#endif
}
