using System.Linq;

namespace Dify.Simulator.Routes;

/// <summary>Paths with <c>*</c> for any one segment.</summary>
internal static class PathPattern
{
    public static bool Fits(string pattern, string path)
    {
        var wanted = pattern.Split('/');
        var segments = path.Split('/');
        return wanted.Length == segments.Length && wanted.Zip(segments).All(static pair => pair.First == "*" || pair.First == pair.Second);
    }
}
