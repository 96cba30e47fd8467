using System.Runtime.CompilerServices;

namespace Dify.Client.Values;

/// <summary>How the runtime is to compile what every process needs and hardly any calls twice.</summary>
internal static class Compiled
{
    /// <summary>
    /// At once, and well. Of what runs for each event, that is the speed of a process that reads one stream and ends. Of what only copies
    /// many properties, it is one method to compile in the place of as many accessors.
    /// </summary>
    public const MethodImplOptions AtOnce =
#if NET
        MethodImplOptions.AggressiveOptimization;
#else
        default;
#endif
}
