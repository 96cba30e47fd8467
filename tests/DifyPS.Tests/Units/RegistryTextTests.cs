using System;
using System.Linq;
using System.Text;
using DifyPS.Bindings.Registry;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>A registry that is read again is taken apart only where it is another one.</summary>
public sealed class RegistryTextTests
{
    [Fact]
    public void The_same_text_is_what_it_was()
    {
        var before = Parse(null, "cat", "dog");

        Assert.Same(before, Parse(before, "cat", "dog"));
    }

    [Fact]
    public void Only_an_entry_that_reads_otherwise_is_read_anew()
    {
        var before = Parse(null, "ant", "bee", "cat", "dog");

        var after = Parse(before, "ant", "bee:other", "cat", "dog");

        Assert.Same(Named(before, "ant"), Named(after, "ant"));
        Assert.Equal("other", Named(after, "bee").User);
        Assert.Same(Named(before, "cat"), Named(after, "cat"));
        Assert.Same(Named(before, "dog"), Named(after, "dog"));
    }

    [Fact]
    public void Entries_that_came_or_went_leave_the_others_as_they_were()
    {
        var before = Parse(null, "bee", "cat", "dog", "eel");

        var after = Parse(before, "ant", "cat", "cow", "eel");

        Assert.Equal(["ant", "cat", "cow", "eel"], after.Document.Apps.Select(app => app.Name));
        Assert.Same(Named(before, "cat"), Named(after, "cat"));
        Assert.Same(Named(before, "eel"), Named(after, "eel"));
    }

    [Fact]
    public void Any_text_after_any_other_is_read_as_by_itself()
    {
        string[] names = ["ant", "bee", "bee:other", "cat", "cat", "-", "dog", "eel", "fox"];
        var random = new Random(20261129);
        RegistryText? former = null;
        for (var round = 0; round < 300; round++)
        {
            var entries = Enumerable.Range(0, random.Next(8)).Select(_ => names[random.Next(names.Length)]).ToArray();
            var text = Text(entries);
            former = RegistryReader.Parse("apps.json", text, former);
            var alone = RegistryReader.Parse("apps.json", text);

            Assert.Equal(alone.Document.Apps.Select(app => (app.Name, app.User)), former.Document.Apps.Select(app => (app.Name, app.User)));
            Assert.Equal(
                alone.Document.Damaged.Select(entry => (entry.Number, entry.Name, entry.Reason)),
                former.Document.Damaged.Select(entry => (entry.Number, entry.Name, entry.Reason))
            );
        }
    }

    [Fact]
    public void A_name_that_stands_there_twice_now_is_nobodys()
    {
        var before = Parse(null, "cat", "dog");

        var after = Parse(before, "cat", "cat", "dog");

        Assert.Equal(["dog"], after.Document.Apps.Select(app => app.Name));
        Assert.Equal(2, after.Document.Damaged.Count);
        Assert.Equal(["cat", "dog"], Parse(after, "cat", "dog").Document.Apps.Select(app => app.Name));
    }

    private static AppBinding Named(RegistryText text, string name) => text.Document.Apps.Single(app => app.Name == name);

    private static RegistryText Parse(RegistryText? former, params string[] entries) =>
        RegistryReader.Parse("apps.json", Text(entries), former);

    // "name", "name:user", and "-" for what is no entry.
    private static byte[] Text(params string[] entries)
    {
        var list = entries.Select(entry =>
        {
            var parts = entry.Split(':');
            var user = parts.Length > 1 ? parts[1] : "ann";
            return entry == "-"
                ? "{\"name\":7}"
                : $$"""{"name":"{{parts[0]}}","server":"https://dify.example.com/v1/","vault":"v","secret":"s","keyFingerprint":"f","user":"{{user}}"}""";
        });
        return Encoding.UTF8.GetBytes("{\"version\":1,\"apps\":[" + string.Join(",\n", list) + "]}");
    }
}
