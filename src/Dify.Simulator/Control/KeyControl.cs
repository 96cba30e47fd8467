using System.Threading.Tasks;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Control;

/// <summary>Making and revoking keys, whoever has them.</summary>
internal static class KeyControl
{
    public static async Task CreateAsync(HttpContext context, KeyRing ring)
    {
        var order = await ControlCall.ReadAsync(context, ControlJson.Default.KeyOrder);
        var key = order.Key is null ? ring.Create() : ring.Add(order.Key);
        await ControlCall.WriteAsync(context, new KeyOrder(key), ControlJson.Default.KeyOrder, StatusCodes.Status201Created);
    }

    public static Task Revoke(HttpContext context, KeyRing ring) => ring.Remove(ControlCall.Segment(context, "key"))
        ? ControlCall.Done(context)
        : throw new ControlException(404, "There is no such key.");
}
