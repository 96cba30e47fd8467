using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Bindings.Vaults;

/// <summary>What a vault's error is made of. SecretManagement wraps what an extension throws into an error of its own.</summary>
internal static class VaultProblems
{
    private const string Wrapper = "Microsoft.PowerShell.SecretManagement.";

    /// <summary>
    /// The exceptions from the outermost to the innermost, without SecretManagement's wrapping: that names secret and vault, and says
    /// nothing.
    /// </summary>
    public static IReadOnlyList<Exception> Of(ErrorRecord error)
    {
        var all = Chain(error.Exception).ToList();
        var wrapped = all.Count > 1 && error.FullyQualifiedErrorId.IndexOf("InvalidOperation," + Wrapper, StringComparison.Ordinal) > 0;
        return wrapped ? all.GetRange(1, all.Count - 1) : all;
    }

    /// <summary>What the innermost says.</summary>
    public static string Words(ErrorRecord error) => Of(error).Last().Message;

    /// <summary>What is said beside the exceptions, such as the body of an answer over HTTP.</summary>
    public static IEnumerable<string> Details(ErrorRecord error) =>
        Of(error).OfType<IContainsErrorRecord>().Select(holder => holder.ErrorRecord).Append(error)
            .Select(record => record?.ErrorDetails?.Message?.Trim())
            .OfType<string>()
            .Where(text => text.Length > 0);

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
            // What was thrown as an error record of its own kind; an aggregate of one goes on in its inner exception.
            if (exception is AggregateException { InnerExceptions.Count: > 1 } several)
            {
                foreach (var one in several.InnerExceptions.Skip(1).SelectMany(Chain))
                    yield return one;
            }
        }
    }
}
