using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using DifyPS.Common;
using DifyPS.Output.Charts;
using DifyPS.Output.Files;
using DifyPS.Output.Usage;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Pages;
using Xunit;

namespace DifyPS.Tests.Pages;

/// <summary>The page of usage, as a browser shows it.</summary>
public sealed class UsagePageTests(Browser browser)
{
    private static readonly DateTime First = new(2026, 7, 1);

    [PageFact]
    public async Task It_looks_right_in_every_look()
    {
        var path = Save([.. Days("cat", 30, UsageReader.Messages), .. Days("triage", 30, UsageReader.Log)], 30);
        await browser.LookAtAsync(path, "usage");
        await using var page = await browser.OpenAsync(path);
        Assert.Equal("Usage of Dify apps", await page.EvaluateAsync<string>("document.title"));
        Assert.Equal(
            "Messages|Tokens|Cost (USD)|Time of the model|Runs|Tokens|Time of a run",
            await page.EvaluateAsync<string>("[...document.querySelectorAll('figcaption')].map(e => e.textContent).join('|')")
        );
        Assert.Equal(56, await page.EvaluateAsync<int>("document.querySelectorAll('tbody tr').length"));
        // Nothing is drawn outside of its chart.
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('.plot :is(.bar, circle, .hit)')].filter(b => { const [a, t] = [b.getBoundingClientRect(), b.closest('svg').getBoundingClientRect()]; return a.left < t.left - 1 || a.right > t.right + 1 || a.top < t.top - 1 || a.bottom > t.bottom + 1; }).length"
            )
        );
        Assert.Equal(
            "0|50|100|150|200",
            await page.EvaluateAsync<string>(
                "[...document.querySelector('.scale').querySelectorAll('text')].map(e => e.textContent).join('|')"
            )
        );
        Assert.Equal(
            "07-01|07-07|07-13|07-19|07-25",
            await page.EvaluateAsync<string>(
                "[...document.querySelectorAll('.plot')[0].querySelectorAll(':scope > text')].map(e => e.textContent).join('|')"
            )
        );
    }

    [PageFact]
    public async Task A_day_says_what_it_was_to_the_mouse_and_to_the_keyboard()
    {
        const string Said =
            "[...document.querySelectorAll('.said')].filter(e => getComputedStyle(e).visibility === 'visible').map(e => e.textContent).join('|')";
        await using var page = await browser.OpenAsync(Save(Days("cat", 30, UsageReader.Messages), 30));
        Assert.Equal("", await page.EvaluateAsync<string>(Said));
        await (await page.Page.QuerySelectorAsync(".plot .day:nth-of-type(3) .hit")).HoverAsync();
        Assert.Equal("07-03: 3 of 36 failed", await page.EvaluateAsync<string>(Said));
        await page.ScreenshotAsync("usage-hover");
        await page.Page.Mouse.MoveAsync(5, 5);
        await page.Page.Keyboard.PressAsync("Tab");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("07-02: 0 of 29 failed", await page.EvaluateAsync<string>(Said));
        Assert.Equal("07-02: 0 of 29 failed", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        // What a day says stays within the page on a telephone, too.
        await using var narrow = await browser.OpenAsync(Save(Days("cat", 30, UsageReader.Messages), 30), Look.Narrow);
        Assert.Equal(
            0,
            await narrow.EvaluateAsync<int>(
                "[...document.querySelectorAll('.said')].filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > window.innerWidth; }).length"
            )
        );
        Assert.Empty(page.Problems);
    }

    [PageTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Few_days_have_a_page(int days)
    {
        const string Name = "<b>Evil</b>\"'><script>document.title='owned'</script>";
        var path = Save(Days(Name, days, UsageReader.Messages), Math.Max(1, days));
        await browser.LookAtAsync(path, "usage-" + days);
        await using var page = await browser.OpenAsync(path);
        Assert.Equal("Usage of Dify apps", await page.EvaluateAsync<string>("document.title"));
        Assert.Equal(
            days == 0 ? "Nothing was run in this time." : Name,
            await page.EvaluateAsync<string>($"document.querySelector('{(days == 0 ? "main > p" : "h2 bdi")}').textContent")
        );
    }

    private static IReadOnlyList<DifyUsage> Days(string app, int count, string source)
    {
        var usage = new List<DifyUsage>();
        for (var day = 0; day < count; day++)
        {
            // A weekend when nobody worked.
            if (day is 10 or 11)
                continue;
            var totals = new DayTotals();
            var messages = 22 + (day * 7 % 180);
            for (var i = 0; i < messages; i++)
            {
                totals.Add(
                    Message(source, 400 + (i * 37 % 900), 0.3 + (i * i % 97 * 0.05 * (1 + (day % 5))), failed: day % 3 == 2 && i < day + 1)
                );
            }
            usage.Add(new DifyUsage(app, First.AddDays(day), source, totals));
        }

        return usage;
    }

    private static ConversationMessage Message(string source, int tokens, double latency, bool failed) =>
        ConversationMessage.FromJson(
            JsonSerializer.SerializeToElement(
                new JsonObject
                {
                    ["message_tokens"] = tokens / 2,
                    ["answer_tokens"] = tokens - (tokens / 2),
                    ["total_tokens"] = tokens,
                    ["provider_response_latency"] = latency,
                    ["total_price"] =
                        source == UsageReader.Log ? null : (tokens * 0.00001m).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    ["currency"] = "USD",
                    ["status"] = failed ? "error" : "normal",
                }
            )
        );

    private static string Save(IReadOnlyList<DifyUsage> usage, int days)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, "pages-" + Guid.NewGuid().ToString("N")[..8])).FullName;
        var period = new UsagePeriod(new DateTimeOffset(First), new DateTimeOffset(First.AddDays(days)));
        return UsagePage.Save(usage, period, new ExportFile(Path.Combine(folder, "usage.html"), noClobber: false, force: false)).FullName;
    }
}
