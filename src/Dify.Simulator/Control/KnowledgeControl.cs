using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Dify.Simulator.Control;

/// <summary>Knowledge and its keys.</summary>
internal static class KnowledgeControl
{
    public static void Add(IEndpointRouteBuilder routes, SimulatorState state)
    {
        routes.MapPost("/knowledge", context => CreateAsync(context, state));
        routes.MapPost("/knowledge/{name}/keys", context => CreateKeyAsync(context, Find(context, state)));
        routes.MapDelete("/knowledge/{name}/keys/{key}", context => KeyControl.Revoke(context, Find(context, state).KeyRing));
    }

    public static KnowledgeView View(SimulatedKnowledge knowledge) =>
        new(knowledge.Name, knowledge.Enabled, knowledge.Keys.FirstOrDefault(), knowledge.Keys);

    private static async Task CreateAsync(HttpContext context, SimulatorState state)
    {
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.KnowledgeOrder);
        var knowledge = state.AddKnowledge(order.Name ?? "Knowledge", knowledge =>
        {
            if (order.Key is null)
                knowledge.CreateKey();
            else
                knowledge.CreateKey(order.Key);

            foreach (var name in order.Datasets ?? [])
                knowledge.AddDataset(name);
        });
        await ControlCall.WriteAsync(context, View(knowledge), ControlJson.Default.KnowledgeView, StatusCodes.Status201Created);
    }

    // With the names of bases, a key that opens no others.
    private static async Task CreateKeyAsync(HttpContext context, SimulatedKnowledge knowledge)
    {
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.KeyOrder);
        var key = order.Datasets is { } names ? knowledge.CreateLimitedKey(names, order.Key)
            : order.Key is { } value ? knowledge.CreateKey(value)
            : knowledge.CreateKey();
        await ControlCall.WriteAsync(
            context,
            new KeyOrder(key, order.Datasets),
            ControlJson.Default.KeyOrder,
            StatusCodes.Status201Created
        );
    }

    private static SimulatedKnowledge Find(HttpContext context, SimulatorState state)
    {
        var name = ControlCall.Segment(context, "name");
        return state.Knowledge.FirstOrDefault(knowledge => knowledge.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ControlException(404, "There is no such knowledge.");
    }
}
