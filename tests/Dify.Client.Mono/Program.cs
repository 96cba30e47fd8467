using System;
using System.IO;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;

namespace Dify.Client.Mono;

/// <summary>
/// Tries the net472 build of the client against a server, for which each check has an app of its own. Takes the server's
/// address, and from standard input a line an app: its name, a tab, and its key. Prints a line a check: passed or failed,
/// its name, its milliseconds and why, with tabs between; and behind each group of checks a line that says how many it had.
/// </summary>
internal static class Program
{
    /// <summary>Says that the framework lacks what the client needs.</summary>
    private const int Lacking = 77;

    private static readonly string[] Needed =
    [
        "System, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        "System.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        "System.Numerics, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        "System.ComponentModel.DataAnnotations, Version=4.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35",
        "System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a",
    ];

    // Nothing here may need those assemblies itself: it could not begin, and so not say what is missing.
    private static int Main(string[] arguments)
    {
        var missing = string.Empty;
        foreach (var name in Needed)
        {
            try
            {
                Assembly.Load(name);
            }
            catch (Exception e) when (e is IOException or BadImageFormatException)
            {
                missing += (missing.Length == 0 ? string.Empty : ", ") + name.Substring(0, name.IndexOf(','));
            }
        }

        if (missing.Length > 0)
        {
            Console.WriteLine("lacking\t" + missing);
            return Lacking;
        }

        // The answers are for a program, which is not to guess at this machine's encoding.
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
        return RunAsync(arguments[0]).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(string server)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        return await CheckList.RunAsync(server, input.ReadToEnd(), Console.Out).ConfigureAwait(false) ? 0 : 1;
    }
}
