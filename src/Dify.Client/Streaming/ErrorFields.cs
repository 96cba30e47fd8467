using System.Collections.Generic;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

internal sealed class ErrorFields
{
    public int? Status { get; set; }

    public string? Code { get; set; }

    public string? Message { get; set; }
}
