#if NETFRAMEWORK
// Types the compiler looks for by name and .NET Framework does not have.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit
{
}

[System.AttributeUsage(System.AttributeTargets.All, AllowMultiple = true, Inherited = false)]
internal sealed class CompilerFeatureRequiredAttribute(string featureName) : System.Attribute
{
    public string FeatureName { get; } = featureName;

    public bool IsOptional { get; init; }
}

[System.AttributeUsage(System.AttributeTargets.All, Inherited = false)]
internal sealed class RequiredMemberAttribute : System.Attribute
{
}
#endif
