using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Console;
using Dify.Simulator.Control;
using Dify.Simulator.Faults;
using Dify.Simulator.Hosting;
using Dify.Simulator.Recording;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dify.Simulator;

/// <summary>A Dify-compatible server in this process.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private const long LargestBody = 4L * 1024 * 1024 * 1024;

    private readonly WebApplication _server;

    private SimulatorHost(WebApplication server, SimulatorState state, FaultPlan faults, RequestLog requests, X509Certificate2? certificate)
    {
        _server = server;
        State = state;
        Faults = faults;
        Requests = requests;
        Certificate = certificate;
        var url = server.Urls.First();
        BaseUri = new Uri(new Uri(url), ApiPath.Base + "/");
    }

    /// <summary>Where the API is, such as <c>http://127.0.0.1:5001/v1/</c>.</summary>
    public Uri BaseUri { get; }

    /// <summary>Apps, knowledge and keys.</summary>
    public SimulatorState State { get; }

    /// <summary>What goes wrong.</summary>
    public FaultPlan Faults { get; }

    /// <summary>What came in.</summary>
    public RequestLog Requests { get; }

    /// <summary>The certificate of an https address.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="urls">Where it listens: loopback or other IP addresses, several with <c>;</c> between; port 0 for a free one.</param>
    /// <param name="configure">Adds apps before the first request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<SimulatorHost> StartAsync(
        string urls = "http://127.0.0.1:0",
        Action<SimulatorState>? configure = null,
        CancellationToken cancellationToken = default)
    {
        var state = new SimulatorState();
        configure?.Invoke(state);
        var faults = new FaultPlan();
        var requests = new RequestLog();
        var addresses = ListenAddress.Parse(urls);
        var certificate = addresses.Any(address => address.IsHttps) ? TestCertificate.Create() : null;
        var server = Build(addresses, certificate);
        ControlRoutes.Use(server, state, faults, requests);
        server.UseMiddleware<RecordingMiddleware>(state, requests);
        server.Use(ConsoleHeaders.Add(state));
        server.UseMiddleware<ErrorMiddleware>();
        server.UseMiddleware<FaultMiddleware>(state, faults);
        server.UseRouting();
        new RouteMap(server, state).AddAll();
        ConsoleMap.AddAll(server, state);
        server.UseEndpoints(static _ => { });
        await server.StartAsync(cancellationToken);
        return new SimulatorHost(server, state, faults, requests, certificate);
    }

    /// <summary>Ends all runs and streams, and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        State.Runs.InterruptAll();

        // Whoever still waits for an answer is cut off: a test that ends has no use for it.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
        State.Files.Dispose();
        Certificate?.Dispose();
    }

    private static WebApplication Build(IReadOnlyList<ListenAddress> addresses, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<FormOptions>(static options => options.MultipartBodyLengthLimit = LargestBody);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestBody;
            foreach (var address in addresses)
                options.Listen(address.EndPoint, listen => Configure(listen, address.IsHttps ? certificate : null));
        });
        return builder.Build();
    }

    private static void Configure(ListenOptions listen, X509Certificate2? certificate)
    {
        if (certificate is not null)
            listen.UseHttps(certificate);
    }
}
