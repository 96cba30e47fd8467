using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>What was written is what is read, field by field.</summary>
public sealed class RegistryReaderTests
{
    private static readonly AppBinding Whole = new()
    {
        Name = "cat",
        Server = "https://dify.example.com/v1/",
        Vault = "v",
        Secret = "s",
        OwnsSecret = true,
        KeyKind = "app",
        Mode = "chat",
        RemoteName = "Cat",
        AppId = "id",
        KeyId = "key-id",
        Workspace = "work",
        WorkspaceId = "workspace-id",
        WorkspaceServer = "https://dify.example.com/console/api/",
        IdsUnproven = true,
        KnowledgeBaseId = "base",
        LimitedToBases = true,
        KeyFingerprint = "f",
        Seal = "seal",
        User = "u\u00e9\U0001F600",
        Inputs =
        [
            new DeclaredInput
            {
                Variable = "mood",
                Label = "Mood",
                Type = "select",
                Required = true,
                Default = "good",
                Options = ["good", "bad"],
                MaxLength = 7,
            },
        ],
        AllowUnencryptedAuthentication = true,
        SkipCertificateCheck = true,
        Registered = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        Verified = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
    };

    [Fact]
    public void The_sample_sets_each_field()
    {
        Assert.All(Stored(typeof(AppBinding)), one => Assert.False(IsDefault(one, Whole), one.Name));
        Assert.All(Stored(typeof(DeclaredInput)), one => Assert.False(IsDefault(one, Whole.Inputs[0]), one.Name));
    }

    [Fact]
    public void Each_field_is_read_as_it_was_written()
    {
        var read = Read(Write(Whole));
        Assert.Null(read.Unknown);
        Assert.Equal(Write(Whole), Write(read));
    }

    [Fact]
    public void What_is_missing_or_null_is_what_it_was_before()
    {
        const string Needed = """{"name":"a","server":"http://x/v1/","vault":"v","secret":"s","keyFingerprint":"f","user":"u" """;
        var least = Read(Needed + "}");
        Assert.Empty(least.Inputs);
        Assert.Equal(default, least.Registered);
        var nulls = Read(
            Needed + """, "mode":null,"limitedToBases":null,"inputs":null,"verified":null,"seal":null,"appId":null,"remoteName":null}"""
        );
        Assert.Equal(Write(least), Write(nulls));
    }

    [Fact]
    public void Fields_of_a_newer_version_survive()
    {
        var text = Write(Whole).TrimEnd().TrimEnd('}') + ", \"next\": { \"a\": [1.50, \"\\u00e9\"] }, \"isVerified\": 1 }";
        var read = Read(text);
        Assert.Equal(["next", "isVerified"], read.Unknown!.Keys);
        Assert.Contains("1.50", Write(read));
        Assert.Equal(Write(read), Write(Read(Write(read))));
    }

    [Theory]
    [InlineData("\"ownsSecret\": null")]
    [InlineData("\"ownsSecret\": 1")]
    [InlineData("\"mode\": 1")]
    [InlineData("\"limitedToBases\": \"no\"")]
    [InlineData("\"registered\": null")]
    [InlineData("\"registered\": 1")]
    [InlineData("\"verified\": \"2026-13-01\"")]
    [InlineData("\"inputs\": {}")]
    [InlineData("\"inputs\": [1]")]
    [InlineData("\"inputs\": [{\"variable\":\"a\",\"type\":\"b\",\"maxLength\":1.5}]")]
    [InlineData("\"inputs\": [{\"variable\":\"a\",\"type\":\"b\",\"options\":[1]}]")]
    [InlineData("\"inputs\": [{\"variable\":\"a\",\"type\":\"b\",\"required\":\"yes\"}]")]
    [InlineData("\"inputs\": [{\"variable\":\"a\",\"type\":\"\\ud800\"}]")]
    [InlineData("\"seal\": \"\\ud800\"")]
    [InlineData("\"\\ud800\": 1")]
    [InlineData("\"next\": {\"a\":\"\\ud800\"}")]
    public void What_is_of_another_kind_damages_its_entry_only(string field)
    {
        var entry = "{" + field + ",\"name\":\"dog\",\"server\":\"http://x/v1/\",\"vault\":\"v\",\"secret\":\"s\",\"keyFingerprint\":\"f\",\"user\":\"u\"}";
        var document = Parse("{\"apps\":[" + entry + "," + Write(Whole) + "]}");
        Assert.Equal("cat", Assert.Single(document.Apps).Name);
        var damaged = Assert.Single(document.Damaged);
        Assert.Equal((1, "dog"), (damaged.Number, damaged.Name));
        Assert.Equal(entry, damaged.Json.GetRawText());
        Assert.NotEmpty(damaged.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{} {}")]
    [InlineData("{\"apps\":[]")]
    [InlineData("{\"apps\":{}}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"version\":true}")]
    [InlineData("{\"version\":2,\"version\":2}")]
    public void What_is_no_registry_at_all_is_damaged_as_a_whole(string text) =>
        Assert.Equal("RegistryDamaged", Assert.Throws<DifyCommandException>(() => Parse(text)).ErrorId);

    [Fact]
    public void A_newer_version_may_hold_anything() =>
        Assert.Equal("RegistryTooNew", Assert.Throws<DifyCommandException>(() => Parse("{\"apps\":7,\"version\":2}")).ErrorId);

    private static PropertyInfo[] Stored(Type type) =>
        type.GetProperties()
            .Where(one =>
                one.GetCustomAttribute<JsonIgnoreAttribute>() is null && one.GetCustomAttribute<JsonExtensionDataAttribute>() is null
            )
            .ToArray();

    private static bool IsDefault(PropertyInfo property, object sample)
    {
        var value = property.GetValue(sample);
        return value is null || value.Equals(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null);
    }

    private static AppBinding Read(string entry) => Assert.Single(Parse("{\"version\":1,\"apps\":[" + entry + "]}").Apps);

    private static RegistryDocument Parse(string text) => RegistryReader.Parse("apps.json", Encoding.UTF8.GetBytes(text)).Document;

    private static string Write(AppBinding app)
    {
        using var file = new MemoryStream();
        new RegistryDocument { Apps = [app] }.Write(file);
        using var json = JsonDocument.Parse(file.ToArray());
        return json.RootElement.GetProperty("apps")[0].GetRawText();
    }
}
