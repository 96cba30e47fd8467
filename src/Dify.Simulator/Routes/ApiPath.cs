using System;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes;

/// <summary>Where the API is.</summary>
internal static class ApiPath
{
    public const string Base = "/v1";

    /// <summary>The path as the description has it.</summary>
    public static string Of(HttpRequest request) => Trim(request.Path.Value ?? "/");

    public static string Trim(string path) => path.StartsWith(Base + "/", StringComparison.Ordinal) ? path[Base.Length..] : path;
}
