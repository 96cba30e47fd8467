using System;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Connections are read as they were written, and what is damaged stops nobody else.</summary>
public sealed class ConnectionReaderTests
{
    private static readonly WorkspaceConnection Whole = new()
    {
        Name = "work",
        Server = "https://dify.example.com/console/api/",
        Way = WaysIn.Password,
        Vault = "v",
        Secret = "s",
        OwnsSecret = true,
        WorkspaceId = "w",
        WorkspaceName = "Acme",
        Account = "ann@example.com",
        Role = "owner",
        ServerVersion = "1.14.0",
        Fingerprint = "f",
        Seal = "seal",
        AllowUnencryptedAuthentication = true,
        SkipCertificateCheck = true,
        Registered = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        Verified = new DateTimeOffset(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero),
        Expires = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Refused = "r",
        RefusedFor = "why",
        RefusedAt = new DateTimeOffset(2026, 4, 5, 6, 7, 8, TimeSpan.Zero),
    };

    [Fact]
    public void The_sample_sets_each_field()
    {
        var fields = typeof(WorkspaceConnection)
            .GetProperties()
            .Where(one =>
                one.GetCustomAttribute<JsonIgnoreAttribute>() is null && one.GetCustomAttribute<JsonExtensionDataAttribute>() is null
            )
            .ToList();
        Assert.True(fields.Count >= 21);
        Assert.All(fields, one =>
            Assert.False(one.GetValue(Whole) is null or false || one.GetValue(Whole)!.Equals(default(DateTimeOffset)), one.Name)
        );
    }

    [Fact]
    public void Each_field_is_read_as_it_was_written()
    {
        var text = Write(new RegistryDocument { Workspaces = [Whole] });
        var read = Parse(text);
        Assert.Equal(Whole, Assert.Single(read.Workspaces));
        Assert.Equal(text, Write(read));
    }

    [Theory]
    [InlineData("\"way\": \"magic\"")]
    [InlineData("\"way\": 1")]
    [InlineData("\"secret\": \"s\"")]
    [InlineData("\"server\": \"ftp://x\"")]
    [InlineData("\"workspaceId\": \"\"")]
    [InlineData("\"registered\": 1")]
    [InlineData("\"ownsSecret\": \"yes\"")]
    [InlineData("\"next\": {\"a\":\"\\ud800\"}")]
    public void What_is_wrong_with_one_stops_no_other(string field)
    {
        var name = field.Split('"')[1];
        string[] sound = ["\"way\":\"password\"", "\"server\":\"https://x/console/api/\"", "\"workspaceId\":\"w\""];
        var fields = sound.Where(one => !one.StartsWith($"\"{name}\"", StringComparison.Ordinal)).Prepend("\"name\":\"home\"").Append(field);
        var entry = "{" + string.Join(',', fields) + "}";
        var whole = Write(new RegistryDocument { Workspaces = [Whole] });
        var document = Parse(whole.Replace("\"workspaces\": [", "\"workspaces\": [" + entry + ","));
        Assert.Equal("work", Assert.Single(document.Workspaces).Name);
        var damaged = Assert.Single(document.DamagedWorkspaces);
        Assert.Equal((1, "home", true), (damaged.Number, damaged.Name, damaged.IsWorkspace));
        Assert.Equal(entry, damaged.Json.GetRawText());
        Assert.Contains(entry, Write(document));
    }

    [Fact]
    public void Fields_of_a_newer_version_survive()
    {
        var text = Write(new RegistryDocument { Workspaces = [Whole] }).Replace("\"way\":", "\"next\": [1.50],\n      \"way\":");
        Assert.Contains("1.50", Write(Parse(text)));
    }

    private static RegistryDocument Parse(string text) => RegistryReader.Parse("apps.json", Encoding.UTF8.GetBytes(text)).Document;

    private static string Write(RegistryDocument document)
    {
        using var stream = new System.IO.MemoryStream();
        document.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
