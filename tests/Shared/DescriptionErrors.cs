using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.TestSupport;

internal sealed partial class Description
{
    /// <summary>The codes and statuses of the errors that operations answer, but for operations with one of these tags.</summary>
    public IReadOnlyCollection<(string Code, string Status)> ErrorCodes(IReadOnlyCollection<string> without) => (
        from path in _root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject one && one["tags"]?.AsArray().Any(tag => without.Contains((string?)tag)) == false
        from response in operation.Value!["responses"]!.AsObject()
        from example in response.Value?["content"]?["application/json"]?["examples"]?.AsObject() ?? []
        let code = (string?)example.Value?["value"]?["code"]
        where code is not null && response.Key[0] is '4' or '5'
        select (code, response.Key)).ToHashSet();
}
