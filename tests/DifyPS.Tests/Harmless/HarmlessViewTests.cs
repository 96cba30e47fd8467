using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Xml.Linq;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Hostile;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Harmless;

/// <summary>Whatever a server puts into an object, no view of it steers the terminal; the object keeps what the server said.</summary>
public sealed class HarmlessViewTests
{
    private static readonly XElement Views = XElement.Load(
        Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "bin", "DifyPS.Format.ps1xml")
    );

    public static TheoryData<string> AllTypes => [.. Views.Descendants("TypeName").Select(name => name.Value).Distinct()];

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void No_view_of_it_steers_a_terminal(string typeName)
    {
        var made = new PSObject(HostileObject.Make(TypeOf(typeName.Split('#')[0])));
        if (typeName.Contains('#'))
            made.TypeNames.Insert(0, typeName);
        using var session = new Session(Canary.NewText());
        session.SetVariable("made", made);
        var shown = new List<string>();
        foreach (var script in ScriptsOf(typeName))
        {
            var result = session.Run($"$made | ForEach-Object {{ {script} }} | ForEach-Object {{ \"$_\" }}");
            var text = string.Join('\n', result.Output);
            HostileText.IsHarmless(text, $"'{script.Trim()}' of {typeName}");
            Assert.DoesNotContain(result.Errors, error => error.Exception is CommandNotFoundException or ParseException);
            shown.Add(text);
        }

        // It was hostile all right; a summary has numbers only.
        Assert.True(
            typeName == typeof(DifyBatchSummary).FullName || shown.Exists(text => text.Contains('\u241b', StringComparison.Ordinal)),
            "None of its texts is shown."
        );
    }

    [Fact]
    public void No_property_is_shown_as_it_is()
    {
        // A group's own name is not shown where a control shows the group, and made harmless where a script gives it.
        Assert.All(Views.Descendants("PropertyName"), name => Assert.Equal("GroupBy", name.Parent!.Name.LocalName));
        Assert.All(Views.Descendants("GroupBy"), group => Assert.NotNull(group.Element("CustomControlName") ?? group.Element("ScriptBlock")));
    }

    // Of tables, lists and what is drawn by hand, with the controls that these share.
    private static IEnumerable<string> ScriptsOf(string typeName)
    {
        var views = Views.Descendants("View").Where(view => view.Descendants("TypeName").Any(name => name.Value == typeName)).ToList();
        var shared = views.Descendants("CustomControlName").Select(name => name.Value).ToList();
        return views.Concat(Views.Descendants("Control").Where(control => shared.Contains(control.Element("Name")!.Value)))
            .SelectMany(part => part.Descendants("ScriptBlock")).Where(script => script.Parent!.Name.LocalName != "ItemSelectionCondition")
            .Select(script => script.Value).Distinct();
    }

    private static Type TypeOf(string name) =>
        new[] { typeof(DifyChatReply).Assembly, typeof(Dify.Client.DifyClient).Assembly }
            .Select(one => one.GetType(name))
            .First(one => one is not null)!;
}
