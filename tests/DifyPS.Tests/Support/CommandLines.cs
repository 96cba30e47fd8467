using System;
using System.Linq;
using System.Management.Automation.Language;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>Command lines that hold text of others, and what PowerShell would make of them.</summary>
internal static class CommandLines
{
    /// <summary>Texts that are code, or more than one word, where they are not quoted well.</summary>
    public static readonly string[] Hostile =
    [
        "$(throw 'ran')",
        "'; throw 'ran",
        "’; throw ‘ran",
        "‚; throw ‛ran",
        "x' r; throw (1)",
        "x\" ; throw \"",
        "“$(throw 1)”",
        "„; throw",
        "(throw 1)",
        "{ throw }",
        "@{ a = 1 }",
        "$null",
        "$env:PATH",
        "`$(throw)",
        "a`nb",
        "x\ny",
        "x\r\ny",
        "tab\there",
        "nul\0nul",
        "\u001b[2J$x`\"",
        "\u009b2J",
        "\u202egnp",
        "x\u2028y",
        "-Force",
        "--%",
        "#",
        "a #b",
        "a;b",
        "a|b",
        "a,b",
        "a&b",
        "&{throw}",
        "NaN",
        "Infinity",
        "0x10",
        "1kb",
        "1e3",
        "1.5e3kb",
        "0b11",
        "12ul",
        "1d",
        "007",
        "1-1",
        "1e3-2",
        "1e-3",
        "123e4567-e89b",
        "1..5",
        "1,5",
        "-",
        ".",
        "..",
        " ",
        "it's",
        "it’s",
        "‘Oslo’",
        "*",
        "[a]",
        "a?b",
        "%",
        "?",
        "~",
        "<x>",
        "x>y",
        "@x",
        "größe",
        "名前",
        "👩‍🚀",
    ];

    /// <summary>The values of a command's arguments; fails where there is more than one command with constant arguments.</summary>
    public static string?[] Arguments(string line)
    {
        var command = Command(line);
        return
        [
            .. command.CommandElements.Skip(1).Where(one => one is not CommandParameterAst).Select(one => Constant(one, line)?.ToString()),
        ];
    }

    /// <summary>The pairs of the table that a command ends with; fails where anything in it would be run.</summary>
    public static (string? Key, object? Value)[] Table(string line)
    {
        var table = Assert.IsType<HashtableAst>(Command(line).CommandElements[^1]);
        return [.. table.KeyValuePairs.Select(pair => (Constant(pair.Item1, line)?.ToString(), Constant(Value(pair.Item2), line)))];
    }

    private static CommandAst Command(string line)
    {
        var script = Parser.ParseInput(line, out _, out var errors);
        Assert.True(errors.Length == 0, line + ": " + string.Join("; ", errors.Select(one => one.Message)));
        var statement = Assert.IsType<PipelineAst>(Assert.Single(script.EndBlock.Statements));
        return Assert.IsType<CommandAst>(Assert.Single(statement.PipelineElements));
    }

    private static Ast Value(StatementAst statement) =>
        Assert.IsType<CommandExpressionAst>(Assert.Single(Assert.IsType<PipelineAst>(statement).PipelineElements)).Expression;

    private static object? Constant(Ast ast, string line) => ast switch
    {
        StringConstantExpressionAst text => text.Value,
        ConstantExpressionAst number => number.Value,
        VariableExpressionAst variable when variable.VariablePath.UserPath is "true" or "false" => variable.VariablePath.UserPath == "true",
        _ => throw new InvalidOperationException($"{line}: {ast.GetType().Name} {ast}"),
    };
}
