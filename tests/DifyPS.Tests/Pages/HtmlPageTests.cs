using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Output.Html;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Pages;
using Xunit;

namespace DifyPS.Tests.Pages;

/// <summary>The ground of all HTML pages, and whether looking at pages finds what is wrong with them.</summary>
public sealed class HtmlPageTests(Browser browser)
{
    private const string Hostile =
        "</title></style></main><script>document.title='owned';fetch('https://example.com')</script><img src=x onerror=alert(1)>\"'&\u0001";

    [PageFact]
    public async Task A_page_looks_right_in_every_look_and_asks_nobody_for_anything()
    {
        var path = Save(new HtmlPage("Cats & <dogs> 猫"), WriteSample);
        await browser.LookAtAsync(path, "page");
        Assert.DoesNotContain("\r", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        await using var page = await browser.OpenAsync(path);
        Assert.Equal("Cats & <dogs> 猫", await page.EvaluateAsync<string>("document.title"));
        Assert.Equal("40px", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main')).paddingTop"));
        Assert.Equal("rtl", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('blockquote')).direction"));
    }

    [PageTheory]
    [InlineData(Look.Light, "rgb(255, 255, 255)")]
    [InlineData(Look.Dark, "rgb(20, 23, 27)")]
    [InlineData(Look.Print, "rgb(255, 255, 255)")]
    public async Task The_ground_is_light_or_dark_as_people_like_it_and_white_on_paper(Look look, string colour)
    {
        await using var page = await browser.OpenAsync(Save(new HtmlPage("Sample"), WriteSample), look);
        Assert.Equal(colour, await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
    }

    [PageTheory]
    [InlineData(Look.Light)]
    [InlineData(Look.Dark)]
    [InlineData(Look.Print)]
    public async Task Colours_of_text_can_be_read_on_every_ground(Look look)
    {
        await using var page = await browser.OpenAsync(Save(new HtmlPage("Sample"), WriteSample), look);
        // The contrast that WCAG 2.2 AA asks of text, 4.5 to 1.
        var weak = await page.EvaluateAsync<string[]>(
            """
            (() => {
              const style = getComputedStyle(document.documentElement);
              const light = name => {
                const value = style.getPropertyValue(name).trim();
                const [r, g, b] = [1, 3, 5].map(at => parseInt(value.slice(at, at + 2), 16) / 255)
                  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
              const pairs = ['--text', '--dim', '--accent', '--good', '--bad', '--warn'].flatMap(t => ['--page', '--raised', '--sunken'].map(g => [t, g]))
                .concat(['accent', 'good', 'bad', 'warn'].map(n => ['--' + n, '--' + n + '-soft']));
              return pairs.filter(([t, g]) => !(contrast(t, g) >= 4.5)).map(([t, g]) => `${t} on ${g}: ${contrast(t, g).toFixed(2)}`);
            })()
            """);
        Assert.Empty(weak);
    }

    [PageFact]
    public async Task Text_stays_text_wherever_it_gets_in()
    {
        var path = Save(new HtmlPage(Hostile), html =>
            html.Element("h1", Hostile, ("title", Hostile))
                .Element("p", null, ("class", Hostile))
                .Link("https://example.com/?q=" + Hostile, Hostile)
        );
        await using var page = await browser.OpenAsync(path);
        Assert.Empty(page.Problems);
        var shown = Hostile.Replace('\u0001', '\uFFFD');
        Assert.Equal(shown, await page.EvaluateAsync<string>("document.title"));
        Assert.Equal(shown, await page.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        Assert.Equal(shown, await page.EvaluateAsync<string>("document.querySelector('h1').title"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('script, img').length"));
    }

    [Theory]
    [InlineData("https://example.com/a", true)]
    [InlineData("HTTP://example.com", true)]
    [InlineData("mailto:a@example.com", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData(" javascript:alert(1)", false)]
    [InlineData("java\tscript:alert(1)", false)]
    [InlineData("data:text/html,<script>alert(1)</script>", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/files/1", false)]
    [InlineData("//example.com", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_addresses_of_the_web_and_of_mail_are_linked(string? address, bool linked)
    {
        var text = new StringWriter();
        new HtmlWriter(text).Link(address, "x");
        Assert.Equal(linked, text.ToString().StartsWith("<a ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("script", "class")]
    [InlineData("iframe", "class")]
    [InlineData("img", "class")]
    [InlineData("a", "class")]
    [InlineData("p", "onclick")]
    [InlineData("p", "style")]
    [InlineData("p", "href")]
    [InlineData("p", "src")]
    [InlineData("p x", "class")]
    [InlineData("p", "class x")]
    public void What_could_run_or_load_something_is_not_written(string element, string attribute) =>
        Assert.Throws<ArgumentException>(() => new HtmlWriter(new StringWriter()).Element(element, "x", (attribute, "y")));

    [PageTheory]
    [InlineData("<script>console.error('told')</script>", "console Error: told")]
    [InlineData("<script>console.warn('told')</script>", "console Warning: told")]
    [InlineData("<script>throw new Error('thrown')</script>", "thrown")]
    [InlineData("<script>Promise.reject(new Error('thrown later'))</script>", "thrown later")]
    [InlineData("<img src='http://127.0.0.1:9/x.png'>", "request: http://127.0.0.1:9/x.png")]
    [InlineData("<link rel='stylesheet' href='other.css'>", "other.css")]
    [InlineData(
        "<meta http-equiv='Content-Security-Policy' content=\"style-src 'none'\"><p style='color: red'>x",
        "Content Security Policy"
    )]
    public async Task Looking_at_a_page_finds_what_is_wrong_with_it(string markup, string problem)
    {
        var path = Path.Combine(NewFolder(), "wrong.html");
        await File.WriteAllTextAsync(path, "<!DOCTYPE html><title>Wrong</title>" + markup, TestContext.Current.CancellationToken);
        await using var page = await browser.OpenAsync(path);
        Assert.Contains(page.Problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_failure_leaves_the_older_file_and_nothing_else()
    {
        var folder = NewFolder();
        var path = Path.Combine(folder, "page.html");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() =>
            new HtmlPage("x").Save(new ExportFile(path, noClobber: false, force: false), _ => throw new InvalidOperationException())
        );
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    private static string NewFolder() =>
        Directory.CreateDirectory(Path.Combine(Canary.Folder, "pages-" + Guid.NewGuid().ToString("N")[..8])).FullName;

    private static string Save(HtmlPage page, Action<HtmlWriter> body) =>
        page.Save(new ExportFile(Path.Combine(NewFolder(), "page.html"), noClobber: false, force: false), body).FullName;

    private static void WriteSample(HtmlWriter html)
    {
        html.Open("header", ("class", "page"))
            .Element("h1", "A page, 一页, صفحة 🐈")
            .Open("p", ("class", "dim"))
            .Text("Made on ")
            .Time(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.FromHours(2)))
            .Text(". ")
            .Element("span", "succeeded", ("class", "badge good"))
            .Text(" ")
            .Element("span", "failed", ("class", "badge bad"))
            .Text(" ")
            .Element("span", "waits", ("class", "badge warn"))
            .Close()
            .Close();
        html.Open("dl", ("class", "facts")).Element("dt", "App").Element("dd", "cat").Element("dt", "User").Element("dd", "alice").Close();
        html.Element("h2", "Words")
            .Open("p")
            .Text("Some words with ")
            .Link("https://example.com", "a link")
            .Text(" and ")
            .Element("code", "code")
            .Text(".")
            .Close();
        html.Element("blockquote", "مرحبا بالعالم، كيف حالك؟", ("dir", "auto"))
            .Element("pre", "for (;;) " + string.Concat(Enumerable.Repeat("wide ", 60)));
        html.Open("div", ("class", "wide")).Open("table").Open("tr");
        for (var i = 0; i < 14; i++)
            html.Element("th", "Column " + i);
        html.Close().Open("tr");
        for (var i = 0; i < 14; i++)
            html.Element("td", (i * 1234).ToString(System.Globalization.CultureInfo.InvariantCulture), ("class", "number"));
        html.Close().Close().Close().Open("details").Element("summary", "Folded").Element("p", "Inside.").Close();
        html.Element("p", new string('w', 300)).Element("footer", "The end.", ("class", "page"));
    }
}
