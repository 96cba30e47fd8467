using System.Collections;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>What has been typed of a command so far.</summary>
internal readonly struct CompletionContext
{
    private readonly IDictionary _parameters;

    public CompletionContext(IDictionary fakeBoundParameters) => _parameters = fakeBoundParameters;

    /// <summary>The name of the app; null when none was given.</summary>
    public string? AppName => Text("App") ?? Text("Name");

    /// <summary>The app that was named; null when none was, or none of that name is registered.</summary>
    public AppBinding? App
    {
        get
        {
            if (AppName is not { } name)
                return null;
            try
            {
                return AppRegistry.Current.Find(name);
            }
            catch (DifyCommandException)
            {
                // Tab is no place for an error; the command itself will tell it.
                return null;
            }
        }
    }

    /// <summary>The end user that the command speaks for.</summary>
    public string UserOf(AppBinding binding) => Text("User") ?? binding.User;

    /// <summary>What was given for a parameter; null when nothing was.</summary>
    public string? Text(string parameter) => _parameters[parameter]?.ToString() is { Length: > 0 } text ? text : null;
}
