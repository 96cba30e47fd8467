using System.Collections.Generic;
using System.Text.Json;

namespace Dify.Client.Paging;

/// <summary>A page of a list, as Dify's lists answer. Items stay JSON, so that fields unknown here are not lost.</summary>
internal sealed class Page
{
    public bool? HasMore { get; set; }

    public IReadOnlyList<JsonElement> Data { get => field ?? []; set; }
}
