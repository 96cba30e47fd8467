using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;

namespace Dify.TestSupport;

/// <summary>The other half: what was asked of the simulator, against what may be asked of Dify.</summary>
internal sealed partial class Description
{
    /// <summary>What the description has against a request; nothing when Dify would take it.</summary>
    public async Task<IReadOnlyList<string>> FindProblemsAsync(RecordedRequest request)
    {
        var label = $"{request.Method} {request.Path}";
        var (template, operation) = Operation(request);
        if (operation is null)
            return [$"{label}: there is no such operation."];
        var problems = new List<string>();
        var parameters = operation["parameters"]?.AsArray().Where(p => (string?)p!["in"] == "query").ToList() ?? [];
        problems.AddRange(
            request
                .Query.Keys.Except(parameters.Select(p => (string)p!["name"]!))
                .Select(name => $"{label}: there is no query parameter '{name}'.")
        );
        problems.AddRange(
            parameters
                .Where(p => (bool?)p!["required"] == true)
                .Select(p => (string)p!["name"]!)
                .Except(request.Query.Keys)
                .Select(name => $"{label}: the query parameter '{name}' is missing.")
        );
        var content = operation["requestBody"]?["content"];
        if (content?["application/json"]?["schema"] is JsonObject schema)
        {
            problems.AddRange(request.Json is { } json
                ? (await ValidateAsync("request " + template, schema, json)).Select(problem => $"{label}: {problem}")
                : [$"{label}: the JSON body is missing."]);
        }
        else if (content?["multipart/form-data"]?["schema"] is JsonObject form)
        {
            var sent = (request.Form?.Keys ?? []).Concat(request.Files?.Select(file => file.Name) ?? []).ToList();
            var resolved = Resolve(form);
            problems.AddRange(
                sent.Except(resolved["properties"]!.AsObject().Select(field => field.Key))
                    .Select(name => $"{label}: there is no field '{name}'.")
            );
            problems.AddRange(
                (resolved["required"]?.AsArray().Select(name => (string)name!) ?? [])
                    .Except(sent)
                    .Select(name => $"{label}: the field '{name}' is missing.")
            );
        }
        else if (!string.IsNullOrEmpty(request.Body))
        {
            problems.Add($"{label}: no body was expected.");
        }

        return problems;
    }

    // A fixed path is nearer than one with parameters in it.
    private (string Template, JsonObject? Operation) Operation(RecordedRequest request)
    {
        var segments = request.Path.Split('/');
        var template = _root["paths"]!.AsObject()
            .Where(path => path.Key.Split('/') is var parts && parts.Length == segments.Length
                && parts.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second))
            .Select(path => path.Key)
            .OrderBy(path => path.Count(c => c == '{'))
            .FirstOrDefault();
        return template is null
            ? (request.Path, null)
            : (template, _root["paths"]![template]![request.Method.ToLowerInvariant()] as JsonObject);
    }
}
