using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Transport;

/// <summary>What people give for input variables, within a request that is otherwise of fixed types.</summary>
[JsonConverter(typeof(PlainValueConverter))]
internal sealed class PlainValue
{
    private readonly Action<Utf8JsonWriter> _write;

    private PlainValue(Action<Utf8JsonWriter> write) => _write = write;

    /// <summary>A value, and what it is called in complaints.</summary>
    public static PlainValue Of(string name, object? value) => new(writer => ValueWriter.Write(writer, value, name));

    /// <summary>Values by name; an object without any when there are none.</summary>
    public static PlainValue Inputs(IReadOnlyDictionary<string, object?>? values) => new(writer => ValueWriter.WriteAll(writer, values));

    public void WriteTo(Utf8JsonWriter writer) => _write(writer);
}

internal sealed class PlainValueConverter : JsonConverter<PlainValue>
{
    public override PlainValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(Strings.RequestsAreWriteOnly);

    public override void Write(Utf8JsonWriter writer, PlainValue value, JsonSerializerOptions options) => value.WriteTo(writer);
}
