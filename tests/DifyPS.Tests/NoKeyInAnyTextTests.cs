using System.IO;
using System.Linq;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Looks for the keys of the whole run in everything it showed and wrote.</summary>
[Collection(LastThingsLast.Collection)]
public sealed class NoKeyInAnyTextTests
{
    [Fact]
    public void Nothing_that_was_shown_holds_a_key()
    {
        var shown = Canary.AllText.Select(text => text.From(0)).ToList();
        Assert.Contains(shown, text => text.Length > 0);
        Assert.DoesNotContain(shown, Canary.IsIn);
    }

    [Fact]
    public void Nothing_that_was_written_holds_a_key()
    {
        var files = Directory.EnumerateFiles(Canary.Folder, "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => Path.GetFileName(file) != "keys.csv" && Canary.IsIn(File.ReadAllText(file)));
    }

    [Fact]
    public void A_key_would_be_found() => Assert.True(Canary.IsIn("Bearer " + Canary.NewKey()));
}
