using System;

namespace Dify.Client.Transport;

/// <summary>
/// Stands within an exception for one of the platform's whose text repeats a key, a password or what steers a terminal.
/// People log whole chains of exceptions.
/// </summary>
internal sealed class PlatformException : Exception
{
    private readonly string _text;

    private PlatformException(string message, string text)
        : base(message) => _text = text;

    /// <summary>
    /// The exception itself if all its text can be shown; otherwise one that says the same without what must not be there.
    /// </summary>
    public static Exception? Clean(Exception? exception, HttpTransport? transport)
    {
        if (exception is null or DifyException or PlatformException)
            return exception;

        var said = exception.ToString();
        var text = HarmlessText.Of(transport?.Redact(said) ?? said);

        // Line ends are another matter where ToString puts them.
        return text == said.Replace("\r\n", "\n")
            ? exception
            : new PlatformException(HarmlessText.Of(transport?.Redact(exception.Message) ?? exception.Message), text);
    }

    /// <summary>One that says no more than its type and where it came from.</summary>
    public static Exception Untold(Exception exception)
    {
        var type = Strings.FormatPlatformText(exception.GetType().FullName);
        return new PlatformException(type, type + Environment.NewLine + exception.StackTrace);
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
