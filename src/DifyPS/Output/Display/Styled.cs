using System;
using System.Reflection;
using Dify.Client.Transport;

namespace DifyPS.Output.Display;

/// <summary>
/// Words in the colours that the session's $PSStyle has, for views. Plain in Windows PowerShell, which has none, and where the
/// output of the process goes to a file or another program, unless $PSStyle.OutputRendering asks for colours everywhere.
/// What PowerShell itself redirects, it makes plain itself. No colour says anything that the words do not say.
/// </summary>
public static class Styled
{
    // By reflection: the module is built for Windows PowerShell as well.
    private static readonly object? Style = typeof(System.Management.Automation.PSObject)
        .Assembly.GetType("System.Management.Automation.PSStyle")
        ?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)
        ?.GetValue(null);

    private static bool IsOn =>
        Style is not null && (!Console.IsOutputRedirected || Get(Style, "OutputRendering") == "Ansi");

    /// <summary>What is beside the point.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with its colour.</returns>
    public static string Dim(string? text) => In(Style, "Dim", text);

    /// <summary>A heading.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with its colour.</returns>
    public static string Bold(string? text) => In(Style, "Bold", text);

    /// <summary>What is well.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with its colour.</returns>
    public static string Good(string? text) => In(Foreground, "Green", text);

    /// <summary>What is worth a look.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with its colour.</returns>
    public static string Doubtful(string? text) => In(Foreground, "Yellow", text);

    /// <summary>What is not well.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with its colour.</returns>
    public static string Bad(string? text) => In(Foreground, "Red", text);

    /// <summary>The sequence of a style by its name, for what is written to the terminal itself; empty where there is none.</summary>
    internal static string Sequence(string name, bool isColour = false) =>
        (isColour ? Foreground : Style) is { } styles ? Get(styles, name) : string.Empty;

    /// <summary>Whether $PSStyle.OutputRendering asks for text without styles.</summary>
    internal static bool IsPlain => Style is null || Get(Style, "OutputRendering") == "PlainText";

    private static object? Foreground => Style?.GetType().GetProperty("Foreground")?.GetValue(Style);

    private static string In(object? colours, string name, string? text) =>
        string.IsNullOrEmpty(text) ? string.Empty
        : colours is null || !IsOn ? HarmlessText.Of(text)
        : Get(colours, name) + HarmlessText.Of(text) + Get(Style!, "Reset");

    private static string Get(object from, string name) => from.GetType().GetProperty(name)?.GetValue(from)?.ToString() ?? string.Empty;
}
