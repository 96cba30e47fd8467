using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>What was submitted with a form.</summary>
internal sealed record FormAnswer(string Action, JsonObject Inputs);
