using System;
using System.Linq;
using System.Net;
using System.Security;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>Tells a story: each step is shown with its command, done, and held against what was to happen.</summary>
internal sealed class Narrator(ShownText text, Session session)
{
    /// <summary>Where the commands run; a story may begin another.</summary>
    public Session Session { get; set; } = session;

    public int Steps { get; private set; }

    public int Failures { get; private set; }

    public void Chapter(string title, string? explanation)
    {
        text.WriteLine();
        text.WriteLine($"# {title}");
        if (explanation is not null)
            text.WriteLine($"# {explanation}");
    }

    public void Step(string command, Func<SessionResult, bool> holds)
    {
        Steps++;
        text.WriteLine();
        text.WriteLine("PS> " + command);
        var result = Session.Show(command);
        if (holds(result))
            return;
        Failures++;
        text.WriteLine("!!! That is not what was to happen.");
    }

    public static int Count(SessionResult result, string status) =>
        result.Output.Count(o => o.Properties["Status"]?.Value?.ToString() == status);

    public static SecureString Secure(string value) => new NetworkCredential(string.Empty, value).SecurePassword;
}
