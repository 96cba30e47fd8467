using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Apps;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>What an app says of itself.</summary>
public sealed class DifyAppInfo
{
    internal DifyAppInfo(AppBinding binding, AppInfo info, AppParameters parameters, SiteSettings? site, AppMeta meta)
    {
        App = binding.Name;
        RemoteName = info.Name;
        Mode = info.Mode;
        Description = info.Description;
        Author = info.AuthorName;
        Tags = info.Tags;
        Inputs = parameters.UserInputForm.Select(input => new DifyInput(AppIdentity.Declare(input))).ToList();
        OpeningStatement = parameters.OpeningStatement;
        SuggestedQuestions = parameters.SuggestedQuestions;
        Features = EnabledIn(parameters.Json).ToList();
        Parameters = PowerShellValues.FromJson(parameters.Json) as PSObject;
        Site = site is null ? null : PowerShellValues.FromJson(site.Json) as PSObject;
        ToolIcons = meta.ToolIcons;
    }

    /// <summary>The name that cmdlets take.</summary>
    public string App { get; }

    /// <summary>The app's own name in Dify.</summary>
    public string? RemoteName { get; }

    /// <summary>Dify's app mode.</summary>
    public string? Mode { get; }

    /// <summary>What its author says about it.</summary>
    public string? Description { get; }

    /// <summary>Who made it.</summary>
    public string? Author { get; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The input variables that it declares.</summary>
    public IReadOnlyList<DifyInput> Inputs { get; }

    /// <summary>What it says before anybody else does.</summary>
    public string? OpeningStatement { get; }

    /// <summary>Questions to begin with.</summary>
    public IReadOnlyList<string> SuggestedQuestions { get; }

    /// <summary>The features that are switched on, by Dify's names, e.g. <c>speech_to_text</c>.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The whole of <c>GET /parameters</c>: feature settings, file upload, limits in MB.</summary>
    public PSObject? Parameters { get; }

    /// <summary>The whole of <c>GET /site</c>; null when the app has no web app.</summary>
    public PSObject? Site { get; }

    /// <summary>Icons of the tools it uses, by tool name.</summary>
    public IReadOnlyDictionary<string, ToolIcon> ToolIcons { get; }

    /// <summary>Gives the app's own name.</summary>
    public override string ToString() => Readable.Text(RemoteName ?? App);

    // Every feature has its own object with "enabled"; reading them all finds tomorrow's features too.
    private static IEnumerable<string> EnabledIn(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var property in parameters.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("enabled", out var enabled)
                && enabled.ValueKind == JsonValueKind.True)
            {
                yield return property.Name;
            }
        }
    }
}
