using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Transport;

// Dify's versions differ in small things (a price as text or number, a flag as a word). A field of another kind than
// expected is no reason to lose the rest of an answer.

/// <summary>Gives the converter of each plain type: all that a model's context has to name.</summary>
internal sealed class LenientConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Find(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => Find(typeToConvert)!;

    private static JsonConverter? Find(Type type) =>
        type == typeof(string) ? new LenientStringConverter()
        : type == typeof(long?) ? new LenientInt64Converter()
        : type == typeof(int?) ? new LenientInt32Converter()
        : type == typeof(double?) ? new LenientDoubleConverter()
        : type == typeof(decimal?) ? new LenientDecimalConverter()
        : type == typeof(DateTimeOffset?) ? new LenientTimeConverter()
        : type == typeof(TimeSpan?) ? new LenientSecondsConverter()
        : type == typeof(bool?) ? new LenientBooleanConverter()
        : type == typeof(bool) ? new LenientFlagConverter()
        : null;
}

/// <summary>
/// A text of Dify's: an id, a name, a word, a message. It is shown everywhere, by whatever comes upon it, and so is made
/// harmless here, once. What people and models wrote, and what goes back to Dify, is an <see cref="ExactTextConverter"/>'s.
/// </summary>
internal class LenientStringConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Made(reader.GetString()!);

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            using var json = JsonDocument.ParseValue(ref reader);
            return Made(json.RootElement.GetRawText());
        }

#if NET
        return Encoding.UTF8.GetString(reader.ValueSpan);
#else
        return Encoding.UTF8.GetString(reader.ValueSpan.ToArray());
#endif
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    protected virtual string Made(string text) => HarmlessText.Steers(text) ? HarmlessText.Of(text) : text;
}

/// <summary>A text that scripts go on with as it came: an answer, a value, the name of a variable.</summary>
internal sealed class ExactTextConverter : LenientStringConverter
{
    protected override string Made(string text) => text;
}

/// <summary>Texts that scripts go on with as they came, such as the values that a variable may have.</summary>
internal sealed class ExactTextsConverter : JsonConverter<IReadOnlyList<string>>
{
    private static readonly ExactTextConverter Item = new();

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            texts.Add(reader.TokenType == JsonTokenType.Null ? null! : Item.Read(ref reader, typeof(string), options)!);

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        throw new NotSupportedException(Strings.ModelsAreReadOnly);
}

internal abstract class LenientConverter<T> : JsonConverter<T?>
    where T : struct
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return FromText(reader.GetString()!);

        if (reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            return FromToken(ref reader);

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
    public static bool? Parse(string text) => text switch
    {
        "true" or "True" or "enabled" => true,
        "false" or "False" or "disabled" => false,
        _ => null,
    };

    protected override bool? FromText(string text) => Parse(text);

    protected override bool? FromToken(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => reader.TryGetInt32(out var number) ? number != 0 : null,
    };
}

/// <summary>A flag that is off unless it is said to be on.</summary>
internal sealed class LenientFlagConverter : JsonConverter<bool>
{
    private static readonly LenientBooleanConverter Nullable = new();

    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Nullable.Read(ref reader, typeToConvert, options) == true;

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
}

/// <summary>
/// Dify's times: Unix seconds mostly, and in a few places text, which is UTC unless it says otherwise. They become local time.
/// </summary>
internal sealed class LenientTimeConverter : LenientConverter<DateTimeOffset>
{
    protected override DateTimeOffset? FromText(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? UnixTime.ToLocal(seconds)
            : IsoTime.ToLocal(text);

    protected override DateTimeOffset? FromToken(ref Utf8JsonReader reader) =>
        UnixTime.ToLocal(LenientInt64Converter.FromNumber(ref reader));
}

/// <summary>Dify's durations: seconds with a fraction. What is none, such as a negative one, is nothing.</summary>
internal sealed class LenientSecondsConverter : LenientConverter<TimeSpan>
{
    // By ticks: .NET Framework's own conversion rounds to milliseconds.
    public static TimeSpan? Of(double? seconds) =>
        seconds is >= 0 and < 1e9 and { } some ? TimeSpan.FromTicks((long)Math.Round(some * TimeSpan.TicksPerSecond)) : null;

    protected override TimeSpan? FromText(string text) => Of(LenientDoubleConverter.Parse(text));

    protected override TimeSpan? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? Of(value) : null;
}

internal sealed class LenientInt32Converter : LenientConverter<int>
{
    public static int? Parse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override int? FromText(string text) => Parse(text);

    protected override int? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt32(out var value) ? value
        : reader.TryGetDouble(out var other) && other is >= int.MinValue and <= int.MaxValue ? (int)other : null;
}

internal sealed class LenientInt64Converter : LenientConverter<long>
{
    public static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static long? FromNumber(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.Number ? null
        : reader.TryGetInt64(out var value) ? value
        : reader.TryGetDouble(out var other) && other is > -9e18 and < 9e18 ? (long)other : null;

    protected override long? FromText(string text) => Parse(text);

    protected override long? FromToken(ref Utf8JsonReader reader) => FromNumber(ref reader);
}

internal sealed class LenientDoubleConverter : LenientConverter<double>
{
    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override double? FromText(string text) => Parse(text);

    protected override double? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : null;
}

internal sealed class LenientDecimalConverter : LenientConverter<decimal>
{
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    protected override decimal? FromText(string text) => Parse(text);

    protected override decimal? FromToken(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) ? value : null;
}
