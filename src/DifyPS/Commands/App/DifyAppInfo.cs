using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS;

/// <summary>What an app says of itself.</summary>
public sealed class DifyAppInfo
{
    private readonly AppInfo _info;
    private readonly AppParameters _parameters;
    private readonly SiteSettings? _site;
    private readonly AppMeta _meta;

    internal DifyAppInfo(string app, AppInfo info, AppParameters parameters, SiteSettings? site, AppMeta meta)
    {
        App = app;
        _info = info;
        _parameters = parameters;
        _site = site;
        _meta = meta;
    }

    /// <summary>The name that cmdlets take.</summary>
    public string App { get; }

    /// <summary>The app's own name in Dify.</summary>
    public string? RemoteName => _info.Name;

    /// <summary>Dify's app mode.</summary>
    public string? Mode => _info.Mode;

    /// <summary>What its author says about it.</summary>
    public string? Description => _info.Description;

    /// <summary>Who made it.</summary>
    public string? Author => _info.AuthorName;

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags => ShownList.Of(_info.Tags);

    /// <summary>The input variables that it declares.</summary>
    public IReadOnlyList<DifyInput> Inputs =>
        field ??= ShownList.Of(_parameters.UserInputForm.Select(input => new DifyInput(AppIdentity.Declare(input))));

    /// <summary>What it says before anybody else does.</summary>
    public string? OpeningStatement => _parameters.OpeningStatement;

    /// <summary>Questions to begin with.</summary>
    public IReadOnlyList<string> SuggestedQuestions => ShownList.Of(_parameters.SuggestedQuestions);

    /// <summary>The features that are switched on, by Dify's names, e.g. <c>speech_to_text</c>.</summary>
    public IReadOnlyList<string> Features => field ??= ShownList.Of(EnabledIn(_parameters.Json));

    /// <summary>The whole of <c>GET /parameters</c>: feature settings, file upload, limits in MB.</summary>
    public PSObject? Parameters => field ??= PowerShellValues.FromJson(_parameters.Json) as PSObject;

    /// <summary>The whole of <c>GET /site</c>; null when the app has no web app.</summary>
    public PSObject? Site => field ??= _site is null ? null : PowerShellValues.FromJson(_site.Json) as PSObject;

    /// <summary>Icons of the tools it uses, by tool name.</summary>
    public IReadOnlyDictionary<string, ToolIcon> ToolIcons => _meta.ToolIcons;

    /// <summary>Gives the app's own name.</summary>
    public override string ToString() => DisplayFormat.Text(RemoteName ?? App);

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
