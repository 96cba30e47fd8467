using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using Dify.Client.Rest;
using Dify.Client.Values;
using DifyPS.Common;

namespace DifyPS.Runs.Rest;

/// <summary>A raw call as it was typed.</summary>
internal sealed record RestArguments(
    string Path,
    string? Method,
    IDictionary? Query,
    object? Body,
    string? InFile,
    bool IsDownload = false
);

/// <summary>Makes the request of a raw call, and finds what is wrong with it before anything is sent.</summary>
internal static class RestRequestMaker
{
    public static RestRequest Make(RestArguments call)
    {
        var sends = call.Body is not null || call.InFile is not null;
        var method = new HttpMethod(call.Method?.ToUpperInvariant() ?? (sends ? "POST" : "GET"));
        if (sends && method.Method is "GET" or "HEAD" && sends)
            throw new ArgumentException(Strings.FormatRestNoBody(method.Method));
        return new RestRequest
        {
            Method = method,
            Path = call.Path.TrimStart('/'),
            Query = call.Query is null ? null : Pairs(call.Query).ToList(),
            JsonBytes = call.InFile is null && call.Body is not null ? Json(call.Body) : null,
            Multipart = call.InFile is null ? null : Form(call.InFile, call.Body),
            Stream = true,
            IsDownload = call.IsDownload,
        };
    }

    private static byte[] Json(object body)
    {
        var value = body is PSObject wrapped ? wrapped.BaseObject : body;
        if (value is not string text)
            return JsonValueWriter.Write(PowerShellValues.ToPlain(body));
        try
        {
            using var document = JsonDocument.Parse(text, JsonFormat.Reading);
            return Encoding.UTF8.GetBytes(text);
        }
        catch (JsonException e)
        {
            throw new ArgumentException(Strings.FormatRestBodyNotJson(e.Message), e);
        }
    }

    private static RestMultipart Form(string file, object? fields)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException(Strings.FormatRestFileNotThere(file), file);
        var plain = PowerShellValues.ToPlain(fields);
        if (plain is not (null or IDictionary<string, object?>))
            throw new ArgumentException(Strings.RestFieldsNotAnObject);
        return new RestMultipart
        {
            FilePath = file,
            Fields = ((IDictionary<string, object?>?)plain)?
                .Select(pair => new KeyValuePair<string, string>(pair.Key, FieldText(pair.Value)))
                .ToList(),
        };
    }

    // Dify takes structured form fields (data, for one) as JSON text.
    private static string FieldText(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool truth => truth ? "true" : "false",
        ValueType when ExactNumber.ToLiteral(value) is { } literal => literal,
        double or float => throw new ArgumentException(Strings.RestValueNoNumber),
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        _ => Encoding.UTF8.GetString(JsonValueWriter.Write(value)),
    };

    private static IEnumerable<KeyValuePair<string, string>> Pairs(IDictionary query)
    {
        foreach (DictionaryEntry entry in query)
        {
            var name = entry.Key.ToString()!;
            // It would stand in the logs of whatever the request passes.
            if (KeyPattern.IsIn(name) || KeyPattern.IsInside(entry.Value))
                throw RefusedText.Error(RefusedText.Key, "Query");
            var value = PowerShellValues.ToPlain(entry.Value);
            if (value is IEnumerable<object?> many)
            {
                foreach (var one in many)
                    yield return new KeyValuePair<string, string>(name, FieldText(one));
            }
            else if (value is not null)
            {
                yield return new KeyValuePair<string, string>(name, FieldText(value));
            }
        }
    }
}
