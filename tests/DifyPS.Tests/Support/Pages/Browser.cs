using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PuppeteerSharp;
using Xunit;

namespace DifyPS.Tests.Support.Pages;

/// <summary>A headless Chromium, for tests that look at pages: one for the whole run, started by the first of them.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly Lazy<Task<IBrowser>> _browser = new(StartAsync);

    /// <summary>Where screenshots are kept.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(Path.GetDirectoryName(DifyPS.Tour.Hosting.Session.ManifestPath)!, "artifacts", "test-results", "pages")).FullName;

    /// <summary>Whether there is one.</summary>
    public static bool IsHere { get; } = Find() is not null;

    /// <summary>What is said where there is none.</summary>
    public static string Missing => "Pages were not looked at: no Chromium, Chrome or Edge was found. $CHROMIUM_PATH may name one.";

    /// <summary>Opens a page that is a file, and waits until it is loaded. Skips the test where no Chromium is.</summary>
    internal async Task<OpenPage> OpenAsync(string path, Look look = Look.Light)
    {
        if (!IsHere)
            Assert.Skip(Missing);
        return await OpenPage.OpenAsync(await (await _browser.Value).NewPageAsync(), path, look);
    }

    /// <summary>
    /// Looks at a page in every look: nothing may be wrong with it in any, and it may be no wider than its window. Screenshots are kept.
    /// </summary>
    /// <param name="path">The page.</param>
    /// <param name="name">What the screenshots are called.</param>
    /// <returns>The screenshots.</returns>
    internal async Task<IReadOnlyList<string>> LookAtAsync(string path, string name)
    {
        var shots = new List<string>();
        foreach (var look in Enum.GetValues<Look>())
        {
            await using var page = await OpenAsync(path, look);
            shots.Add(await page.ScreenshotAsync($"{name}-{look.ToString().ToLowerInvariant()}"));
            Assert.Empty(page.Problems);
            Assert.True(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
                $"{name} is wider than its window when {look}: {await page.EvaluateAsync<string>(WidestElement)}");
        }

        return shots;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated && _browser.Value.IsCompletedSuccessfully)
            await (await _browser.Value).DisposeAsync();
    }

    private const string WidestElement =
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.wide, pre'))"
        + ".map(e => e.outerHTML.slice(0, 120)).slice(0, 3).join(' | ')";

    private static Task<IBrowser> StartAsync() => Puppeteer.LaunchAsync(new LaunchOptions
    {
        ExecutablePath = Find(),
        Headless = true,
        // Chromium's sandbox does not run as root, which containers are.
        Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"],
    });

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        string[] programs = OperatingSystem.IsWindows()
            ? ["chrome.exe", "msedge.exe"]
            : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).ToList();
        foreach (
            var root in new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" }
                .Select(Environment.GetEnvironmentVariable)
                .OfType<string>()
        )
        {
            folders.Add(Path.Combine(root, "Google", "Chrome", "Application"));
            folders.Add(Path.Combine(root, "Microsoft", "Edge", "Application"));
        }

        return programs.SelectMany(program => folders.Select(folder => Path.Combine(folder, program)))
            .Concat(["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"])
            .FirstOrDefault(File.Exists);
    }
}
