using System.Collections;
using DifyPS.Binding;

namespace DifyPS.Completion;

/// <summary>What has been typed of a command so far.</summary>
internal static class CompletionContext
{
    /// <summary>The app that was named; null when none was, or none of that name is registered.</summary>
    public static AppBinding? App(IDictionary fakeBoundParameters)
    {
        if ((fakeBoundParameters["App"] ?? fakeBoundParameters["Name"])?.ToString() is not { Length: > 0 } name)
            return null;
        try
        {
            return AppRegistry.Current.Find(name);
        }
        catch (DifyBindingException)
        {
            // Tab is no place for an error; the command itself will tell it.
            return null;
        }
    }
}
