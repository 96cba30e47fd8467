using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>Faults.</summary>
internal static class FaultControl
{
    public static void Add(IEndpointRouteBuilder routes, FaultPlan faults)
    {
        routes.MapGet("/faults", context => ControlCall.WriteAsync<IReadOnlyList<FaultView>>(
            context, [.. faults.Snapshot().Select(View)], ControlJson.Default.IReadOnlyListFaultView));
        routes.MapPost("/faults", context => CreateAsync(context, faults));
        routes.MapDelete("/faults", context =>
        {
            faults.Clear();
            return ControlCall.Done(context);
        });
        routes.MapDelete("/faults/{id}", context =>
            int.TryParse(ControlCall.Segment(context, "id"), CultureInfo.InvariantCulture, out var id) && faults.Remove(id)
                ? ControlCall.Done(context)
                : throw new ControlException(404, "There is no such fault."));
    }

    private static FaultView View(ActiveFault fault) => new(fault.Id, fault.Seen, fault.Struck, fault.Fault);

    private static async Task CreateAsync(HttpContext context, FaultPlan faults)
    {
        var active = (ActiveFault)faults.Add(await ControlCall.ReadAsync(context, ControlJson.Default.Fault));
        await ControlCall.WriteAsync(context, View(active), ControlJson.Default.FaultView, StatusCodes.Status201Created);
    }
}
