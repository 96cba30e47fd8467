using System;
using System.Globalization;
using System.Text;

namespace Dify.Client.Transport;

/// <summary>An operation's route as Dify's description writes it, and the path it becomes.</summary>
internal readonly struct Route
{
    private Route(string template, string path)
    {
        Template = template;
        Path = path;
    }

    /// <summary>Such as <c>/chat-messages/{task_id}/stop</c>.</summary>
    public string Template { get; }

    /// <summary>Relative to the base address, escaped, without a leading slash.</summary>
    public string Path { get; }

    public static implicit operator Route(string template) => new(template, template.TrimStart('/'));

    /// <summary>Fills the template's parameters in their order.</summary>
    public static Route Of(string template, params string[] values)
    {
        var path = new StringBuilder(template.Length + 40);
        var next = 0;
        for (var i = 1; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                path.Append(template[i]);
                continue;
            }

            var end = template.IndexOf('}', i);
            path.Append(Segment(values[next++], template.Substring(i + 1, end - i - 1)));
            i = end;
        }

        return new Route(template, path.ToString());
    }

    public Route With(string name, string value) =>
        new(
            Template,
            string.Format(
                CultureInfo.InvariantCulture,
                "{0}{1}{2}={3}",
                Path,
                Path.IndexOf('?') < 0 ? '?' : '&',
                Uri.EscapeDataString(name),
                Uri.EscapeDataString(value)
            )
        );

    /// <summary>The same path under another name.</summary>
    public Route Named(string template) => new(template, Path);

    // A segment of dots would be taken as a step up, and lead to another operation.
    private static string Segment(string value, string name) =>
        string.IsNullOrWhiteSpace(value) || value.Trim('.').Length == 0
            ? throw new ArgumentException(Strings.FormatRouteValueNotTaken(name), name)
            : Uri.EscapeDataString(value);
}
