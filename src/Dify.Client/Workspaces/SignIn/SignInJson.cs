using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>The answer of <c>GET /system-features</c>, as far as it matters here.</summary>
internal sealed class SystemFeatures
{
    public bool? EnableEmailPasswordLogin { get; init; }

    public bool? EnableEmailCodeLogin { get; init; }

    public bool? SsoEnforcedForSignin { get; init; }
}

/// <summary>The answer of <c>GET /setup</c>.</summary>
internal sealed class SetupState
{
    public string? Step { get; init; }
}

/// <summary>The answer of <c>GET /v1/</c>.</summary>
internal sealed class ServiceWelcome
{
    public string? ServerVersion { get; init; }
}

/// <summary>What signing in and renewing a session answer. The tokens are there up to 1.9.1 only.</summary>
internal sealed class SignInAnswer
{
    public string? Result { get; init; }

    public string? Code { get; init; }

    public System.Text.Json.JsonElement? Data { get; init; }
}

/// <summary>The answer of <c>POST /oauth/device/code</c>.</summary>
internal sealed class DeviceCodeAnswer
{
    public string? DeviceCode { get; init; }

    public string? UserCode { get; init; }

    public string? VerificationUri { get; init; }

    public int? ExpiresIn { get; init; }

    public int? Interval { get; init; }
}

/// <summary>The good answer of <c>POST /oauth/device/token</c>.</summary>
internal sealed class DeviceTokenAnswer
{
    public string? Token { get; init; }

    public string? ExpiresAt { get; init; }

    public string? DefaultWorkspaceId { get; init; }

    public DeviceAccount? Account { get; init; }
}

/// <summary>Who allowed a device.</summary>
internal sealed class DeviceAccount
{
    public string? Email { get; init; }
}

/// <summary>How JSON becomes what sign-ins answer, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(SystemFeatures))]
[JsonSerializable(typeof(SetupState))]
[JsonSerializable(typeof(ServiceWelcome))]
[JsonSerializable(typeof(SignInAnswer))]
[JsonSerializable(typeof(DeviceCodeAnswer))]
[JsonSerializable(typeof(DeviceTokenAnswer))]
internal sealed partial class SignInJson : JsonSerializerContext;
