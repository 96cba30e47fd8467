using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Dify.Client.Rest;
using Dify.Client.Values;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class PowerShellValuesTests
{
    [Fact]
    public void A_name_may_be_there_as_often_as_a_server_likes()
    {
        // With one look at all that were made up before for each, this would take hours.
        using var json = JsonDocument.Parse("{" + string.Join(',', Enumerable.Repeat("\"a\":1", 20_000)) + "}");
        var made = (PSObject)PowerShellValues.FromJson(json.RootElement)!;
        Assert.Equal(20_000, made.Properties.Count());
        Assert.NotNull(made.Properties["a_19999"]);
    }

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
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(JsonValueWriter.Write(PowerShellValues.ToPlain(table))));
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

    [Theory]
    [InlineData("12345678901234567890", typeof(BigInteger))]
    [InlineData("-12345678901234567890123456789012345678901234567890", typeof(BigInteger))]
    [InlineData("9223372036854775807", typeof(long))]
    [InlineData("9223372036854775808", typeof(BigInteger))]
    [InlineData("1234567890.1234567891", typeof(decimal))]
    [InlineData("12345678901234567890.5", typeof(decimal))]
    [InlineData("0.1", typeof(double))]
    [InlineData("1.50", typeof(double))]
    [InlineData("0.30000000000000004", typeof(double))]
    [InlineData("0.1234567890123456", typeof(double))]
    [InlineData("1E5", typeof(double))]
    [InlineData("1e300", typeof(double))]
    [InlineData("5e-324", typeof(double))]
    [InlineData("-0", typeof(double))]
    [InlineData("-0.0", typeof(double))]
    [InlineData("0", typeof(long))]
    [InlineData("0.1000000000000000000000000000000000000001", typeof(string))]
    [InlineData("1e400", typeof(string))]
    [InlineData("1e-400", typeof(string))]
    [InlineData("-1.5E+4000", typeof(string))]
    public void Numbers_are_exact_both_ways(string literal, Type type)
    {
        using var json = JsonDocument.Parse($$"""{"n":{{literal}}}""");
        var value = PowerShellValues.FromJson(json.RootElement.GetProperty("n"));
        Assert.IsType(type, value is PSObject wrapped ? wrapped.BaseObject : value);
        using var back = JsonDocument.Parse(JsonValueWriter.Write(PowerShellValues.ToPlain(PowerShellValues.FromJson(json.RootElement))));
        Assert.Equal(JsonValueKind.Number, back.RootElement.GetProperty("n").ValueKind);
        var written = back.RootElement.GetProperty("n").GetRawText();
        Assert.True(ExactNumber.AreEqual(literal, written), written);
        Assert.Equal(literal[0], written[0]);
    }

    [Fact]
    public void A_number_of_too_many_digits_for_any_type_keeps_them_as_text()
    {
        var literal = new string('7', 20_000);
        using var json = JsonDocument.Parse($"[{literal}]");
        var value = ((object[])PowerShellValues.FromJson(json.RootElement)!)[0];
        Assert.Equal(literal, value.ToString());
        Assert.Equal($"[{literal}]", Encoding.UTF8.GetString(JsonValueWriter.Write(PowerShellValues.ToPlain(new[] { value }))));
    }

    [Fact]
    public void Every_number_of_PowerShell_is_written_as_it_is()
    {
        object[] numbers =
        [
            BigInteger.Pow(10, 40) + 1,
            79228162514264337593543950335m,
            1.10m,
            ulong.MaxValue,
            long.MinValue,
            0.1,
            0.1f,
            1e20,
            byte.MaxValue,
            (Half)1.5,
            Int128.MaxValue,
            (nint)(-3),
        ];
        Assert.Equal(
            "[10000000000000000000000000000000000000001,79228162514264337593543950335,1.10,18446744073709551615,-9223372036854775808,0.1,0.1,1E+20,255,1.5,170141183460469231731687303715884105727,-3]",
            Encoding.UTF8.GetString(JsonValueWriter.Write(PowerShellValues.ToPlain(numbers))));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_no_number_is_refused_clearly(object value) =>
        Assert.Contains(
            "not a number",
            Assert.Throws<ArgumentException>(() => JsonValueWriter.Write(PowerShellValues.ToPlain(new[] { value }))).Message
        );

    [Fact]
    public void Names_that_no_property_can_have_get_others_and_know_their_own()
    {
        const string Text =
            """{"id":1,"Id":2,"ID_":3,"":4,"_":5,"psobject":6,"PSBase":7,"pstypenames":8,"psadapted":9,"psextended":10,"Count":11,"Length":12,"GetType":13,"psobject_":14,"id":15}""";
        using var json = JsonDocument.Parse(Text);
        var result = Assert.IsType<PSObject>(PowerShellValues.FromJson(json.RootElement));
        Assert.Equal(
            [
                "id",
                "Id_2",
                "ID_",
                "_2",
                "_",
                "psobject_2",
                "PSBase_",
                "pstypenames_",
                "psadapted_",
                "psextended_",
                "Count",
                "Length",
                "GetType",
                "psobject_",
                "id_3",
            ],
            result.Properties.Select(property => property.Name)
        );
        Assert.Equal(Enumerable.Range(1, 15).Select(n => (object)(long)n), result.Properties.Select(property => property.Value));
        // Two that are one to the letter can only be one again.
        using var back = JsonDocument.Parse(JsonValueWriter.Write(PowerShellValues.ToPlain(result.Copy())));
        Assert.Equal(
            json.RootElement.EnumerateObject().Select(one => one.Name).Distinct(),
            back.RootElement.EnumerateObject().Select(one => one.Name)
        );
    }

    [Theory]
    [InlineData(65)]
    [InlineData(512)]
    public void Values_nested_as_deep_as_may_be_come_and_go(int depth)
    {
        var text = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "[1]" + new string('}', depth - 1);
        using var json = JsonDocument.Parse(text, JsonFormat.Reading);
        Assert.Equal(
            text,
            Encoding.UTF8.GetString(JsonValueWriter.Write(PowerShellValues.ToPlain(PowerShellValues.FromJson(json.RootElement))))
        );
        Assert.Equal(text, Encoding.UTF8.GetString(JsonValueWriter.Write(json.RootElement)));
    }
}
