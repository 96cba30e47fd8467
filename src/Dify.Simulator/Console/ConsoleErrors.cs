using System.Text.Json.Nodes;
using Dify.Simulator.Routes;

namespace Dify.Simulator.Console;

/// <summary>The word against forged requests is missing or wrong. It has no status in its body.</summary>
internal sealed class CsrfError() : DifyError(401, "unauthorized", "CSRF token is missing or invalid.")
{
    private protected override JsonObject Body() => new() { ["code"] = Code, ["message"] = Message };
}

/// <summary>There are ten keys. It has a field of its own, and neither code nor status in later versions.</summary>
internal sealed class KeyLimitError(bool hasCode)
    : DifyError(400, "max_keys_exceeded", "Cannot create more than 10 API keys for this resource type.")
{
    private protected override JsonObject Body() => new() { ["message"] = Message, [hasCode ? "code" : "custom"] = Code };
}

/// <summary>A session cannot be renewed. It has a result instead of a code.</summary>
internal sealed class RefreshError(string message) : DifyError(401, "", message)
{
    private protected override JsonObject Body() => new() { ["result"] = "fail", ["message"] = Message };
}

/// <summary>An error of the device flow: one word.</summary>
internal sealed class DeviceError(string word) : DifyError(400, word, word)
{
    private protected override JsonObject Body() => new() { ["error"] = Code };
}
