using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using Xunit;

namespace Dify.TestSupport;

/// <summary>
/// Dify's description of its API, if it is there: it is no part of the repository, and <c>build.ps1 -Task Bootstrap</c> fetches it.
/// </summary>
internal sealed partial class Description
{
    private static readonly Lazy<Description?> Instance = new(Load);

    private readonly ConcurrentDictionary<string, Task<JsonSchema>> _schemas = new();
    private readonly JsonObject _root;

    private Description(JsonObject root) => _root = root;

    /// <summary>Where it is, or null.</summary>
    public static string? File { get; } = Find();

    /// <summary>What is said where it is missing.</summary>
    public static string Missing =>
        "The contract tests did not run: Dify's API description is not here. './build.ps1 -Task Bootstrap' fetches it, and DIFY_OPENAPI can name it.";

    /// <summary>The description; without it, the test is skipped.</summary>
    public static Description Get()
    {
        Assert.SkipWhen(Instance.Value is null, Missing);
        return Instance.Value!;
    }

    /// <summary>The operations, but for those with one of these tags.</summary>
    public IEnumerable<(string Method, string Path, string Summary)> Operations(IReadOnlyCollection<string> without) =>
        from path in _root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject one && one["tags"]?.AsArray().Any(tag => without.Contains((string?)tag)) == false
        select (operation.Key.ToUpperInvariant(), path.Key, (string)operation.Value!["summary"]!);

    /// <summary>Checks the answer of an operation, and that no field the description has is missing.</summary>
    public async Task CheckAsync(string method, string path, JsonObject json, string status = "200", params string[] absent)
    {
        var schema = Response(path, method, status)["content"]!["application/json"]!["schema"]!.AsObject();
        var found = await ValidateAsync($"{method} {path} {status}", schema, json);
        Assert.True(found.Count == 0, $"{method} {path}: {string.Join("; ", found)}\n{json}");
        var declared = Resolve(schema)["properties"]!.AsObject().Select(property => property.Key);
        Assert.Empty(declared.Except(json.Select(field => field.Key)).Except(absent));
    }

    /// <summary>Checks an object, such as an item of a list, against a named schema.</summary>
    public async Task CheckAsync(string schema, JsonObject json, params string[] absent)
    {
        var reference = new JsonObject { ["$ref"] = "#/components/schemas/" + schema };
        var found = await ValidateAsync(schema, reference, json);
        Assert.True(found.Count == 0, $"{schema}: {string.Join("; ", found)}\n{json}");
        Assert.Empty(
            Resolve(reference)["properties"]!
                .AsObject()
                .Select(property => property.Key)
                .Except(json.Select(field => field.Key))
                .Except(absent)
        );
    }

    /// <summary>Checks an event against the schema of its type, and that no field the description has is missing.</summary>
    /// <param name="json">The event.</param>
    /// <param name="union">The stream it is in: <c>ChunkChatEvent</c>, <c>ChunkWorkflowEvent</c> or <c>ChunkCompletionEvent</c>.</param>
    public async Task CheckEventAsync(JsonObject json, string union = "ChunkChatEvent")
    {
        var type = (string)json["event"]!;
        var name = (string?)Mapping(union)[type];
        Assert.True(name is not null, $"There is no event '{type}' in {union}.");
        var found = await ValidateAsync(name, new JsonObject { ["$ref"] = name }, json);
        Assert.True(found.Count == 0, $"{type}: {string.Join("; ", found)}\n{json}");
        Assert.True(Common(union, type).All(json.ContainsKey), $"{type} lacks one of {string.Join(", ", Common(union, type))}: {json}");
        string[] strange = union switch
        {
            "ChunkWorkflowEvent" when !type.StartsWith("tts_", StringComparison.Ordinal) => ["conversation_id", "message_id", "created_at"],
            "ChunkWorkflowEvent" or "ChunkCompletionEvent" => ["conversation_id"],
            _ => [],
        };
        Assert.DoesNotContain(json, field => strange.Contains(field.Key));
        var data = DataOf(new JsonObject { ["$ref"] = name });
        if (data is not null)
        {
            Assert.Empty(
                data.Select(field => field.Key)
                    .Except(json["data"]!.AsObject().Select(field => field.Key))
                    .Except(["created_by"])
                    .Select(field => $"{type}.{field}")
            );
        }
    }

    /// <summary>The types of the events a stream can have.</summary>
    public IReadOnlyList<string> EventTypes(string union) => [.. Mapping(union).Select(pair => pair.Key)];

    private JsonObject Mapping(string union) => _root["components"]!["schemas"]![union]!["discriminator"]!["mapping"]!.AsObject();

    private static string[] Common(string union, string type) =>
        union switch
        {
            "ChunkChatEvent" => type == "error"
                ? ["conversation_id", "message_id", "created_at"]
                : ["conversation_id", "message_id", "created_at", "task_id"],
            "ChunkWorkflowEvent" => ["task_id", "workflow_run_id"],
            _ => ["message_id", "created_at", "task_id"],
        };

    /// <summary>The fields under <c>data</c>, if an event has some.</summary>
    private JsonObject? DataOf(JsonObject schema)
    {
        var resolved = Resolve(schema);
        return resolved["properties"]?["data"] is JsonObject data
            ? Resolve(data)["properties"]?.AsObject()
            : resolved["allOf"]?.AsArray().OfType<JsonObject>().Select(DataOf).FirstOrDefault(found => found is not null);
    }

    private static Description? Load() =>
        File is null ? null : new Description(JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject());

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("DIFY_OPENAPI") is { Length: > 0 } named)
        {
            return System.IO.File.Exists(named)
                ? named
                : throw new FileNotFoundException("DIFY_OPENAPI names a file that is not there.", named);
        }

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !System.IO.File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
            root = root.Parent;

        string[] places = root is null
            ? []
            : [Path.Combine(root.FullName, "artifacts", "dify"), Path.Combine(root.FullName, "..", "shared", "dify")];
        return places.Select(place => Path.Combine(place, "openapi_service.json")).FirstOrDefault(System.IO.File.Exists);
    }

    private async Task<IReadOnlyList<string>> ValidateAsync(string key, JsonObject schema, JsonObject json)
    {
        var compiled = await _schemas.GetOrAdd(key, _ => CompileAsync(schema));
        return [.. compiled.Validate(Read(json)).Select(error => error.ToString()!)];
    }

    // The validator knows no number that is longer than a long, and requests may have some.
    private static JToken Read(JsonObject json)
    {
        using var reader = new JsonTextReader(new StringReader(json.ToJsonString()))
        {
            DateParseHandling = DateParseHandling.None,
            MaxDepth = null,
        };
        var token = JToken.ReadFrom(reader);
        foreach (var number in ((JContainer)token).DescendantsAndSelf().OfType<JValue>().Where(value => value.Value is BigInteger))
            number.Value = (double)(BigInteger)number.Value!;
        return token;
    }

    private JsonNode Response(string path, string method, string status)
    {
        var response = _root["paths"]![path]![method]!["responses"]![status]!;
        return (string?)response["$ref"] is { } reference ? _root["components"]!["responses"]![reference.Split('/')[^1]]! : response;
    }

    private JsonObject Resolve(JsonObject schema) => (string?)schema["$ref"] is { } reference
        ? _root["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject()
        : schema;

    private Task<JsonSchema> CompileAsync(JsonObject schema)
    {
        var whole = Translate(schema)!.AsObject();
        if (whole.ContainsKey("$ref"))
            whole = new JsonObject { ["allOf"] = new JsonArray(whole) };

        var definitions = new JsonObject();
        Collect(whole, definitions);
        whole["definitions"] = definitions;
        return JsonSchema.FromJsonAsync(whole.ToJsonString());
    }

    /// <summary>Adds what is referred to: to compile the whole description for each schema would take its time.</summary>
    private void Collect(JsonNode? node, JsonObject definitions)
    {
        foreach (var child in node switch { JsonObject json => json.Select(field => field.Value), JsonArray array => array, _ => [] })
            Collect(child, definitions);

        if (
            node is JsonObject reference
            && (string?)(reference["$ref"] as JsonValue) is { } path
            && path.Split('/')[^1] is var name
            && !definitions.ContainsKey(name)
        )
        {
            definitions[name] = null;
            var schema = Translate(_root["components"]!["schemas"]![name]);
            definitions[name] = schema;
            Collect(schema, definitions);
        }
    }

    /// <summary>OpenAPI 3.0 to JSON Schema: where definitions are, and how null is allowed.</summary>
    /// <remarks>Its oneOf is taken for anyOf: no schema in it has a required field, so an object that fits one fits all.</remarks>
    private static JsonNode? Translate(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                return new JsonArray([.. array.Select(Translate)]);
            case JsonObject json:
                var result = new JsonObject();
                foreach (var (name, value) in json)
                {
                    if (name is not ("nullable" or "example" or "discriminator" or "examples"))
                    {
                        result[name == "oneOf" ? "anyOf" : name] =
                            name == "$ref"
                                ? ((string)value!).Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal)
                                : Translate(value);
                    }
                }

                return json["nullable"] is JsonValue nullable && nullable.TryGetValue<bool>(out var allowed) && allowed
                    ? new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, result) }
                    : result;
            default:
                return node?.DeepClone();
        }
    }
}
