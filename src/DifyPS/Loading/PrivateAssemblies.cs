using System;
using System.IO;
using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace DifyPS.Loading;

/// <summary>
/// Finds the assemblies that the module brings along, and only for itself: on PowerShell 7 they live in a
/// load context of their own, so that another module may use other versions of the same libraries.
/// </summary>
internal static class PrivateAssemblies
{
    private static readonly object Gate = new();
    private static readonly string Folder = Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!;

    private static bool _installed;

    public static void Install()
    {
        lock (Gate)
        {
            if (_installed)
                return;
            _installed = true;
#if NET
            AssemblyLoadContext.Default.Resolving += static (_, name) => IsDoor(name.Name) ? Private.LoadFromAssemblyName(name) : null;
#else
            AppDomain.CurrentDomain.AssemblyResolve += static (_, e) => FromFolder(new AssemblyName(e.Name), e.RequestingAssembly);
#endif
        }
    }

#if NET
    // The module's own libraries, through which it reaches those of others. The names of those are never answered for here:
    // another module may ask for them, and mean its own.
    private static bool IsDoor(string? name) => name is "Dify.Client" or "DifyPS.Markup";

    private static readonly PrivateContext Private = new();

    private sealed class PrivateContext : AssemblyLoadContext
    {
        public PrivateContext()
            : base("DifyPS")
        {
        }

        // What is in the module's folder comes from there; all else (the framework) from the process.
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(Folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#else
    // .NET Framework has one context for all. A version that is there already and new enough is used;
    // others asking for the same library are left alone.
    private static Assembly? FromFolder(AssemblyName wanted, Assembly? asking)
    {
        if (asking is not null && Path.GetDirectoryName(asking.Location) is { } folder && folder != Folder)
            return null;
        var path = Path.Combine(Folder, wanted.Name + ".dll");
        if (!File.Exists(path))
            return null;
        var here = AssemblyName.GetAssemblyName(path);
        return here.Version >= wanted.Version ? Assembly.LoadFrom(path) : null;
    }
#endif
}
