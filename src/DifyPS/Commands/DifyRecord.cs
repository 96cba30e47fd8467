using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Paging;
using DifyPS.Common;

namespace DifyPS;

/// <summary>Something that an app keeps. It carries the name of the app, so that it flows to the next cmdlet.</summary>
// Over the client's model, of which nothing is copied. No type argument names the model: PowerShell looks through the public types
// before the module can say where its libraries are, and an argument of a base type is loaded then.
public abstract class DifyRecord
{
    private readonly JsonElement _json;
    private PSObject? _data;

    private protected DifyRecord(string app, JsonElement json)
    {
        App = app;
        _json = json;
    }

    private protected DifyRecord(string app, DifyResource model)
        : this(app, model.Json) => Raw = model;

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>Everything that Dify said of it, by Dify's own names: fields that this version does not know, too.</summary>
    public PSObject? Data => _data ??= _json.ValueKind == JsonValueKind.Undefined ? null : PowerShellValues.FromJson(_json) as PSObject;

    private protected object? Raw { get; }
}
