using System.Text.Json;

namespace Dify.Client.Transport;

/// <summary>Something that can be the value of an input variable, and writes itself as JSON.</summary>
internal interface IJsonValue
{
    void WriteTo(Utf8JsonWriter writer);
}
