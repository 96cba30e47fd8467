using System.Text.Json.Serialization;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>The body of <c>POST /login</c>.</summary>
internal sealed record LoginBody
{
    public required string Email { get; init; }

    public required string Password { get; init; }

    public required bool RememberMe { get; init; }
}

/// <summary>The body of <c>POST /refresh-token</c>; empty where cookies say all.</summary>
internal sealed record RefreshBody
{
    public string? RefreshToken { get; init; }
}

/// <summary>The body of <c>POST /email-code-login</c>.</summary>
internal sealed record EmailCodeBody
{
    public required string Email { get; init; }

    public required string Language { get; init; }
}

/// <summary>The body of <c>POST /email-code-login/validity</c>.</summary>
internal sealed record EmailCodeCheckBody
{
    public required string Email { get; init; }

    public required string Code { get; init; }

    public required string Token { get; init; }
}

/// <summary>The body of <c>POST /oauth/device/code</c>.</summary>
internal sealed record DeviceCodeBody
{
    public required string ClientId { get; init; }

    public required string DeviceLabel { get; init; }
}

/// <summary>The body of <c>POST /oauth/device/token</c>.</summary>
internal sealed record DeviceTokenBody
{
    public required string ClientId { get; init; }

    public required string DeviceCode { get; init; }
}

/// <summary>How requests about signing in become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(LoginBody))]
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(EmailCodeBody))]
[JsonSerializable(typeof(EmailCodeCheckBody))]
[JsonSerializable(typeof(DeviceCodeBody))]
[JsonSerializable(typeof(DeviceTokenBody))]
internal sealed partial class SignInRequestJson : JsonSerializerContext;
