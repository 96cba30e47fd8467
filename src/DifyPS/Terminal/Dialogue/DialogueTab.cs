using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What Tab offers: commands, files behind those that take one, and the names of inputs.</summary>
internal static class DialogueTab
{
    public static TabChoices? Complete(string text, IReadOnlyList<DialogueCommand> commands, AppForm form, PSCmdlet cmdlet)
    {
        if (!DialogueCommands.IsCommand(text))
            return null;
        var space = text.IndexOf(' ');
        if (space < 0)
        {
            return new TabChoices(0, commands.Where(one => one.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
                .Select(static one => one.Argument.Length > 0 ? one.Name + " " : one.Name).ToList());
        }

        var typed = text.Substring(space + 1);
        return text.Substring(0, space).ToLowerInvariant() switch
        {
            "/file" or "/save" => new TabChoices(space + 1, Files(typed, cmdlet)),
            "/inputs" => new TabChoices(space + 1, form.Variables.Select(static one => one.Variable + "=")
                .Where(one => one.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ToList()),
            _ => null,
        };
    }

    private static List<string> Files(string typed, PSCmdlet cmdlet)
    {
        var name = typed.Substring(Math.Max(typed.LastIndexOf('/'), typed.LastIndexOf('\\')) + 1);
        var before = typed.Substring(0, typed.Length - name.Length);
        try
        {
            var folder = cmdlet.GetUnresolvedProviderPathFromPSPath(before.Length == 0 ? "." : before);
            return new DirectoryInfo(folder)
                .EnumerateFileSystemInfos()
                .Where(file =>
                    file.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                    && (name.Length > 0 || !file.Name.StartsWith(".", StringComparison.Ordinal))
                )
                .OrderBy(static file => file.Name, StringComparer.OrdinalIgnoreCase)
                .Select(file => before + file.Name + (file is DirectoryInfo ? Path.DirectorySeparatorChar.ToString() : string.Empty))
                .Where(static path => !path.Any(char.IsControl))
                .ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or RuntimeException)
        {
            return new List<string>();
        }
    }
}
