using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>All that people read stands in one resource file an assembly.</summary>
public sealed partial class TextsTests
{
    // What has words with spaces between them and is no text for people to read: grammars of others, routes, commands, patterns.
    private static readonly string[] Allowed =
    [
        "Submit-DifyHumanInputForm ", "param(", "GET workflows/run", "form-data; name=", "not authorized", "data: {", "default-src 'none';",
    ];

    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;

    public static TheoryData<string> Assemblies => ["Dify.Client", "DifyPS"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_sentence_stands_in_code(string assembly)
    {
        var found = Sources(assembly)
            .SelectMany(file =>
                Literals(File.ReadAllText(file))
                    .Where(literal =>
                        Sentence().IsMatch(literal.Text)
                        && !Allowed.Any(one => literal.Text.TrimStart().StartsWith(one, StringComparison.Ordinal))
                    )
                    .Select(literal => $"{Path.GetRelativePath(Root, file)}:{literal.Line}: {literal.Text}")
            );
        Assert.True(!found.Any(), string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_text_is_used(string assembly)
    {
        var code = string.Join('\n', Sources(assembly).Select(File.ReadAllText));
        var used = Regex.Matches(code, @"\bStrings\.(?:Format)?(\w+)").Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(Texts(assembly).Keys, name => Assert.Contains(name, used));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_placeholder_has_a_name_that_a_translator_understands(string assembly)
    {
        var broken = Texts(assembly)
            .SelectMany(text =>
                Regex
                    .Matches(text.Value.Replace("{{", "", StringComparison.Ordinal), @"\{([^}]*)\}")
                    .Select(match => (text.Key, Name: match.Groups[1].Value))
            )
            .Where(placeholder => !Regex.IsMatch(placeholder.Name, "^[a-z][A-Za-z]{2,}$"));
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("var a = \"one two three\";", 1)]
    [InlineData("var a = $\"one {b(\"x y z\")} two three\";", 1)]
    [InlineData("// \"one two three\"\nvar a = '\"'; /* \"one two three\" */ var b = \"one two\";", 0)]
    [InlineData("var a = @\"say \"\"it\"\" one two three\"; var b = \"c\";", 1)]
    public void The_scan_sees_what_it_should(string code, int sentences) =>
        Assert.Equal(sentences, Literals(code).Count(literal => Sentence().IsMatch(literal.Text)));

    private static IEnumerable<string> Sources(string assembly) => Directory
        .EnumerateFiles(Path.Combine(Root, "src", assembly), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static Dictionary<string, string> Texts(string assembly) => XDocument
        .Load(Path.Combine(Root, "src", assembly, "Strings.resx")).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    // String literals with the holes of interpolated ones blanked; comments and characters are stepped over.
    private static IEnumerable<(int Line, string Text)> Literals(string code)
    {
        foreach (Match match in Token().Matches(code))
        {
            if (match.Groups["text"] is { Success: true } text)
                yield return (code.AsSpan(0, match.Index).Count('\n') + 1, Hole().Replace(text.Value, "{}"));
        }
    }

    [GeneratedRegex("""(?:[\p{L}'’-]+[,;:]?\s+(?:\{\}\S*\s+)?){2,}[\p{L}'’-]{2,}""")]
    private static partial Regex Sentence();

    [GeneratedRegex("""\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\}""")]
    private static partial Regex Hole();

    // In this order: comments, characters, raw strings, verbatim strings, interpolated ones with strings in their holes, plain ones.
    [GeneratedRegex(""""
        //[^\n]*
        | /\*.*?\*/
        | '(?:[^'\\]|\\.)+'
        | \$*"""(?<text>.*?)"""
        | (?:@\$?|\$@)"(?<text>(?:[^"]|"")*)"
        | \$"(?<text>(?:[^"\\{]|\\.|\{\{|\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\})*)"
        | "(?<text>(?:[^"\\]|\\.)*)"
        """", RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
