using System;
using System.IO;
using System.Text;
using DifyPS.Common;

namespace DifyPS.Output.Export;

/// <summary>
/// Dify's DSL as text. What it says is Dify's affair; here is only what it takes to name a file and to refuse what is none.
/// </summary>
internal static class DslText
{
    /// <summary>What Dify takes at the most.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Reads a file: UTF-8, or what its byte order mark says, as older editors write.</summary>
    /// <exception cref="DifyCommandException">It is empty, too large, or no text.</exception>
    public static string Read(string path)
    {
        var size = new FileInfo(path).Length;
        if (size > MaxBytes)
            throw Unusable(Strings.FormatDslTooLarge(path, DisplayFormat.Size(size), DisplayFormat.Size(MaxBytes)));
        string text;
        try
        {
            using var reader = new StreamReader(
                path,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true
            );
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw Unusable(Strings.FormatDslNoText(path), e);
        }

        if (text.IndexOf('\0') >= 0)
            throw Unusable(Strings.FormatDslNoText(path));
        return text.Trim().Length > 0 ? text : throw Unusable(Strings.FormatDslEmpty(path));
    }

    private static DifyCommandException Unusable(string message, Exception? cause = null) =>
        InvalidInput.Error(message, Strings.DslUnusableAction, cause);

    /// <summary>The app's name, where the text has it as Dify writes it: in the part about the app, on a line of its own.</summary>
    public static string? NameIn(string dsl)
    {
        var isInApp = false;
        foreach (var raw in dsl.Split('\n'))
        {
            var line = raw.TrimEnd('\r', ' ');
            if (line.Length > 0 && line[0] != ' ')
                isInApp = line == "app:";
            else if (isInApp && line.StartsWith("  name: ", StringComparison.Ordinal))
                return Unquote(line.Substring("  name: ".Length).Trim());
        }

        return null;
    }

    private static string? Unquote(string value)
    {
        if (value.Length >= 2 && value[0] == '\'' && value[value.Length - 1] == '\'')
            value = value.Substring(1, value.Length - 2).Replace("''", "'");
        else if (value.Length >= 2 && value[0] == '"' && value[value.Length - 1] == '"' && value.IndexOf('\\') < 0)
            value = value.Substring(1, value.Length - 2);
        return value.Length == 0 || value[0] is '"' or '|' or '>' ? null : value;
    }
}
