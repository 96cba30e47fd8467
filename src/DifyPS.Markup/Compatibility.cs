#if NETFRAMEWORK
// A type the compiler looks for by name and .NET Framework does not have.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit
{
}
#endif
