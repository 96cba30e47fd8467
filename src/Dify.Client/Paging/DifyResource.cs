using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Paging;

/// <summary>Something Dify keeps and gives out by itself or in a list.</summary>
public abstract class DifyResource
{
    private protected DifyResource()
    {
    }

    /// <summary>The whole of it, the fields this library does not know included.</summary>
    [JsonIgnore]
    public JsonElement Json { get; internal set; }
}
