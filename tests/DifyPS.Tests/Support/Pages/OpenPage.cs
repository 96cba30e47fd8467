using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using PuppeteerSharp;

namespace DifyPS.Tests.Support.Pages;

/// <summary>How a page is looked at.</summary>
public enum Look
{
    /// <summary>Light, on a large screen.</summary>
    Light,

    /// <summary>Dark, on a large screen.</summary>
    Dark,

    /// <summary>Light, on a telephone.</summary>
    Narrow,

    /// <summary>On paper, from a session that is dark.</summary>
    Print,
}

/// <summary>A page in the browser, and everything that went wrong on it.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _problems = new();

    private OpenPage(IPage page) => _page = page;

    /// <summary>Errors and warnings of the console, errors of scripts, and every request but the one for the page itself.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>PuppeteerSharp's page, for what is not here.</summary>
    public IPage Page => _page;

    public static async Task<OpenPage> OpenAsync(IPage page, string path, Look look)
    {
        var open = new OpenPage(page);
        var address = new Uri(path).AbsoluteUri;
        page.Console += (_, e) =>
        {
            if (e.Message.Type is ConsoleType.Error or ConsoleType.Warning or ConsoleType.Assert)
                open._problems.Enqueue($"console {e.Message.Type}: {e.Message.Text}");
        };
        page.PageError += (_, e) => open._problems.Enqueue("script: " + e.Message);
        page.Error += (_, e) => open._problems.Enqueue("page: " + e.Error);
        page.Request += (_, e) =>
        {
            if (e.Request.Url != address && !e.Request.Url.StartsWith("data:", StringComparison.Ordinal))
                open._problems.Enqueue("request: " + e.Request.Url);
        };
        await page.SetViewportAsync(look switch
        {
            Look.Narrow => new ViewPortOptions { Width = 390, Height = 844, DeviceScaleFactor = 2, IsMobile = true },
            Look.Print => new ViewPortOptions { Width = 720, Height = 1020 },
            _ => new ViewPortOptions { Width = 1100, Height = 800 },
        });
        // Medium and colours in one call: each call for one of them forgets the other.
        await page.Client.SendAsync(
            "Emulation.setEmulatedMedia",
            new
            {
                media = look == Look.Print ? "print" : "screen",
                features = new[] { new { name = "prefers-color-scheme", value = look is Look.Dark or Look.Print ? "dark" : "light" } },
            }
        );
        await page.GoToAsync(
            address,
            new NavigationOptions { WaitUntil = [WaitUntilNavigation.Load, WaitUntilNavigation.Networkidle0], Timeout = 30_000 }
        );
        return open;
    }

    /// <summary>The value of a JavaScript expression on the page.</summary>
    public Task<T> EvaluateAsync<T>(string expression) => _page.EvaluateExpressionAsync<T>(expression);

    /// <summary>Takes a picture of the whole page, and gives its file.</summary>
    public async Task<string> ScreenshotAsync(string name)
    {
        var file = Path.Combine(Browser.Folder, name + ".png");
        await _page.ScreenshotAsync(file, new ScreenshotOptions { FullPage = true });
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _page.DisposeAsync();
}
