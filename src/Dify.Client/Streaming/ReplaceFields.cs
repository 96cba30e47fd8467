using System.Collections.Generic;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

internal sealed class ReplaceFields
{
    public string? Reason { get; set; }
}
