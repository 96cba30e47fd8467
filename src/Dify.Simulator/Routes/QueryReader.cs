using System;
using System.Globalization;
using System.Linq;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes;

/// <summary>Reads a query's parameters as strictly as the description puts it.</summary>
internal sealed class QueryReader
{
    private readonly IQueryCollection _query;

    public QueryReader(IQueryCollection query, string[] names, bool rejectUnknown)
    {
        _query = query;
        if (rejectUnknown && query.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw DifyError.InvalidParam($"{unknown} is not a parameter of this operation.");
    }

    public string Text(string name) =>
        OptionalText(name) is { Length: > 0 } text ? text : throw DifyError.InvalidParam($"Arg {name} must be provided.");

    public string? OptionalText(string name) => _query[name].Count switch
    {
        0 => null,
        1 => _query[name].ToString(),
        _ => throw DifyError.InvalidParam($"{name} must be given once."),
    };

    /// <summary>The end user; the shared one when none is named.</summary>
    public string User() => OptionalText("user") is { Length: > 0 } user ? user : EndUserStore.Default;

    public Guid Id(string name) => OptionalId(name) ?? throw DifyError.InvalidParam($"Arg {name} must be provided.");

    public Guid? OptionalId(string name)
    {
        var text = OptionalText(name);
        return string.IsNullOrEmpty(text) ? null
            : Guid.TryParseExact(text, "D", out var id) ? id
            : throw DifyError.InvalidParam($"{name}: {text} is not a valid uuid.");
    }

    public int Number(string name, int byDefault, int least, int most)
    {
        var text = OptionalText(name);
        return text is null ? byDefault
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
                ? number
            : throw DifyError.InvalidParam($"{name} must be a number from {least} to {most}.");
    }

    /// <summary>A time in ISO 8601; UTC when it names no zone.</summary>
    public DateTimeOffset? Time(string name)
    {
        var text = OptionalText(name);
        return string.IsNullOrEmpty(text) ? null
            : text.Length >= 10 && text[4] == '-' && text[7] == '-'
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw DifyError.InvalidParam($"{name}: {text} is not a valid ISO 8601 timestamp.");
    }

    public bool Flag(string name) => OptionalText(name) switch
    {
        null or "false" or "False" or "0" => false,
        "true" or "True" or "1" => true,
        _ => throw DifyError.InvalidParam($"{name} must be true or false."),
    };

    public string OneOf(string name, string byDefault, params string[] values)
    {
        var text = OptionalText(name) ?? byDefault;
        return values.Contains(text) ? text : throw DifyError.InvalidParam($"{name} must be one of {string.Join(", ", values)}.");
    }
}
