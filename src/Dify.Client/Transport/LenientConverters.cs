using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Transport;

// Dify's versions differ in small things (a price as text or number, a flag as a word). A field of another kind than
// expected is no reason to lose the rest of an answer.

internal sealed class LenientStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.GetRawText();
        }

#if NET
        return Encoding.UTF8.GetString(reader.ValueSpan);
#else
        return Encoding.UTF8.GetString(reader.ValueSpan.ToArray());
#endif
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

internal abstract class LenientConverter<T> : JsonConverter<T?>
    where T : struct
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return FromText(reader.GetString()!);
        }

        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
        {
            return FromToken(ref reader);
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        throw new NotSupportedException(Strings.ModelsAreReadOnly);

    protected abstract T? FromText(string text);

    protected abstract T? FromToken(ref Utf8JsonReader reader);
}

internal sealed class LenientBooleanConverter : LenientConverter<bool>
{
    protected override bool? FromText(string text) => text switch
    {
        "true" or "True" or "enabled" => true,
        "false" or "False" or "disabled" => false,
        _ => null,
    };

    protected override bool? FromToken(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => reader.TryGetInt32(out var number) ? number != 0 : null,
    };
}

internal sealed class LenientInt32Converter : LenientConverter<int>
{
    protected override int? FromText(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override int? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt32(out var value) ? value
        : reader.TryGetDouble(out var other) && other is >= int.MinValue and <= int.MaxValue ? (int)other : null;
}

internal sealed class LenientInt64Converter : LenientConverter<long>
{
    protected override long? FromText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override long? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt64(out var value) ? value
        : reader.TryGetDouble(out var other) && other is > -9e18 and < 9e18 ? (long)other : null;
}

internal sealed class LenientDoubleConverter : LenientConverter<double>
{
    protected override double? FromText(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override double? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : null;
}

internal sealed class LenientDecimalConverter : LenientConverter<decimal>
{
    protected override decimal? FromText(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override decimal? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) ? value : null;
}
