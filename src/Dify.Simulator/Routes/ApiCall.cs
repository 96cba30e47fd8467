using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dify.Simulator.Routes;

/// <summary>One authenticated request to the API, as routes see it.</summary>
internal sealed class ApiCall(HttpContext context, SimulatorState state)
{
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false, MaxDepth = 512 };

    public HttpContext Context => context;

    public SimulatorState State => state;

    public RecordedRequest Recorded { get; } = context.Features.GetRequiredFeature<RecordedRequest>();

    public CancellationToken Aborted => context.RequestAborted;

    public string Segment(string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>A part of the path that should be an id; whatever is none belongs to nothing.</summary>
    public Guid? SegmentId(string name) => Guid.TryParseExact(Segment(name), "D", out var id) ? id : null;

    public QueryReader Query(params string[] names) => new(context.Request.Query, names, state.RejectUnknown);

    /// <summary>The JSON object that is the request's body.</summary>
    public FieldReader Body(params string[] names)
    {
        if (!context.Request.HasJsonContentType())
            throw new DifyError(415, "unsupported_media_type", "The Content-Type of the request has to be application/json.");

        try
        {
            return JsonNode.Parse(Recorded.Body ?? "", documentOptions: StrictJson) is JsonObject json
                ? new FieldReader(json, names, state.RejectUnknown)
                : throw DifyError.BadRequest("The JSON of the request has to be an object.");
        }
        catch (JsonException)
        {
            throw DifyError.BadRequest("Failed to decode the JSON of the request.");
        }
    }

    public Task ReplyAsync(JsonNode json, int status = StatusCodes.Status200OK) => JsonReply.WriteAsync(context.Response, json, status);

    public Task SucceedAsync() => ReplyAsync(new JsonObject { ["result"] = "success" });
}
