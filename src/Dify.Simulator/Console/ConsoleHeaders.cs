using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Console;

/// <summary>What every answer of Dify has in its headers: the version, and the time by the server's clock.</summary>
internal static class ConsoleHeaders
{
    public static Func<HttpContext, RequestDelegate, Task> Add(SimulatorState state) =>
        (context, next) =>
        {
            if (state.Console.TellsVersion)
            {
                context.Response.Headers["X-Version"] = state.Console.Version;
                context.Response.Headers["X-Env"] = "SIMULATOR";
            }

            context.Response.Headers.Date = state.Time.GetUtcNow().ToString("R");
            return next(context);
        };
}
