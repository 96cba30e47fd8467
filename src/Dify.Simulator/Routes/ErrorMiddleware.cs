using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes;

/// <summary>Gives every error Dify's form: those that routes throw, and those of no route at all.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (DifyError error) when (!context.Response.HasStarted)
        {
            await error.WriteAsync(context.Response);
            return;
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await new DifyError(error.StatusCode, "bad_request", "The request's body can't be read.").WriteAsync(context.Response);
            return;
        }

        catch (Exception error) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // A mistake of the simulator's: whoever uses it should see which.
            await new DifyError(500, "internal_server_error", "The simulator failed: " + error).WriteAsync(context.Response);
            return;
        }

        if (!context.Response.HasStarted && context.Response.ContentType is null)
        {
            switch (context.Response.StatusCode)
            {
                case StatusCodes.Status404NotFound:
                    await DifyError.NotFound("The requested URL was not found on the server.").WriteAsync(context.Response);
                    break;
                case StatusCodes.Status405MethodNotAllowed:
                    await new DifyError(405, "method_not_allowed", "The method is not allowed for the requested URL.").WriteAsync(
                        context.Response
                    );
                    break;
            }
        }
    }
}
