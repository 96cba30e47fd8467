using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Dify.Client.Rest;
using DifyPS.Pipeline;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class PowerShellValuesTests
{
    [Fact]
    public void Objects_become_json()
    {
        var custom = new PSObject();
        custom.Properties.Add(new PSNoteProperty("name", "Tom"));
        var table = new Hashtable
        {
            ["object"] = custom,
            ["switch"] = new SwitchParameter(true),
            ["date"] = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            ["list"] = new object[] { 1, "two", null! },
            ["number"] = PSObject.AsPSObject(1.5),
        };
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(RestBody.Write(PowerShellValues.ToPlain(table))));
        Assert.Equal("Tom", json.RootElement.GetProperty("object").GetProperty("name").GetString());
        Assert.True(json.RootElement.GetProperty("switch").GetBoolean());
        Assert.Equal("2026-01-02T03:04:05.0000000+00:00", json.RootElement.GetProperty("date").GetString());
        Assert.Equal("[1,\"two\",null]", json.RootElement.GetProperty("list").GetRawText());
        Assert.Equal(1.5, json.RootElement.GetProperty("number").GetDouble());
    }

    [Fact]
    public void A_loop_ends_with_an_error()
    {
        var loop = new Hashtable();
        loop["me"] = loop;
        Assert.Throws<ArgumentException>(() => PowerShellValues.ToPlain(loop));
    }

    [Fact]
    public void Json_becomes_objects()
    {
        using var json = JsonDocument.Parse("""{"a":1,"b":1.5,"c":"x","d":[true,null],"e":{"f":"g"},"A":2,"big":9007199254740993}""");
        var result = Assert.IsType<PSObject>(PowerShellValues.FromJson(json.RootElement));
        Assert.Equal(1L, result.Properties["a"].Value);
        Assert.Equal(1.5, result.Properties["b"].Value);
        Assert.Equal([true, null], Assert.IsType<object?[]>(result.Properties["d"].Value));
        Assert.Equal("g", ((PSObject)result.Properties["e"].Value).Properties["f"].Value);
        Assert.Equal(9007199254740993L, result.Properties["big"].Value);
    }
}
