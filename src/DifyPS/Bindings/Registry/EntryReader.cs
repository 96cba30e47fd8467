using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Dify.Client.Values;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Reads one entry of the registry, field by field and to its end, so that also of a damaged one the name is known. By hand: every
/// process reads the registry before its first call, and a serializer's description of its types costs that call more than the reading.
/// </summary>
internal abstract class EntryReader
{
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);

    /// <summary>A field that stands there twice.</summary>
    protected string? Repeated { get; private set; }

    /// <summary>The first thing that cannot be understood.</summary>
    protected string? Problem { get; private set; }

    /// <summary>Fields that a newer version wrote.</summary>
    protected Dictionary<string, JsonElement>? Unknown { get; private set; }

    /// <summary>Reads the fields of the object at which the reader is; the JSON is well-formed.</summary>
    protected void ReadFields(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Decode(ref reader);
            reader.Read();
            // The last of them would be taken, and what the others say would be lost with the next write.
            if (field is not null && !_fields.Add(field))
                Repeated ??= field;
            if (field is not null && !TryReadField(ref reader, field))
                (Unknown ??= new())[field] = JsonElement.ParseValue(ref reader);
            reader.Skip();
        }
    }

    /// <summary>Reads the value of a field, if there is such a field.</summary>
    protected abstract bool TryReadField(ref Utf8JsonReader reader, string field);

    protected string? Text(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Decode(ref reader);
        if (!IsNull(reader))
            ComplainOfKind(field);
        return null;
    }

    protected IReadOnlyList<string>? Texts(ref Utf8JsonReader reader, string field)
    {
        if (!IsArray(reader, field))
            return null;
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text(ref reader, field)!);
            reader.Skip();
        }

        return texts;
    }

    protected bool Flag(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            ComplainOfKind(field);
        return reader.TokenType == JsonTokenType.True;
    }

    protected int Number(ref Utf8JsonReader reader, string field)
    {
        var number = 0;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out number))
            ComplainOfKind(field);
        return number;
    }

    protected DateTimeOffset Time(ref Utf8JsonReader reader, string field)
    {
        var time = default(DateTimeOffset);
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out time))
            ComplainOfKind(field);
        return time;
    }

    /// <summary>The name of a field, or its text; null, and a problem, where it is no text.</summary>
    protected string? Decode(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            // Half a character, which no text can hold.
            Complain(e.Message);
            return null;
        }
    }

    protected bool IsArray(in Utf8JsonReader reader, string field)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            return true;
        if (!IsNull(reader))
            ComplainOfKind(field);
        return false;
    }

    protected static bool IsNull(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null;

    protected void Complain(string problem) => Problem ??= problem;

    /// <summary>What can be read and not be written would keep everybody from writing.</summary>
    protected string? ProblemOfUnknown()
    {
        if (Unknown is null)
            return null;
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null, JsonFormat.WritingForReview);
            writer.WriteStartArray();
            foreach (var field in Unknown)
                field.Value.WriteTo(writer);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private void ComplainOfKind(string field) => Complain(Strings.FormatRegistryFieldKind(field));
}
