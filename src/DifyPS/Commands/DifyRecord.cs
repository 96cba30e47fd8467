using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Paging;
using DifyPS.Common;

namespace DifyPS;

/// <summary>Something that an app keeps. It carries the name of the app, so that it flows to the next cmdlet.</summary>
public abstract class DifyRecord
{
    private readonly JsonElement _json;
    private PSObject? _data;

    private protected DifyRecord(string app, JsonElement json)
    {
        App = app;
        _json = json;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>Everything that Dify said of it, by Dify's own names: fields that this version does not know, too.</summary>
    public PSObject? Data => _data ??= _json.ValueKind == JsonValueKind.Undefined ? null : PowerShellValues.FromJson(_json) as PSObject;
}

/// <summary>The same over the client's model, of which nothing is copied.</summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class DifyRecord<T> : DifyRecord
    where T : DifyResource
{
    private protected DifyRecord(string app, T model)
        : base(app, model.Json) => Model = model;

    private protected T Model { get; }
}
