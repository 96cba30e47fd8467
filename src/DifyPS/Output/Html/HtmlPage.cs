using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using DifyPS.Common;
using DifyPS.Output.Files;

namespace DifyPS.Output.Html;

/// <summary>
/// A page that is one file: its styles and scripts are in it, and its policy forbids any other, and any request. It looks
/// right in light and dark, on paper and on a small screen; the sheet page.css says how.
/// </summary>
internal sealed class HtmlPage
{
    private readonly string _title;
    private readonly PageAsset[] _assets;

    /// <param name="title">The title.</param>
    /// <param name="assets">File names in Html/Assets, such as <c>conversation.css</c>; <c>page.css</c> comes before them by
    /// itself.</param>
    public HtmlPage(string title, params string[] assets)
    {
        _title = title;
        _assets = new[] { "page.css" }.Concat(assets).Select(PageAsset.Get).ToArray();
    }

    /// <summary>Writes the page into a file, whole or not at all.</summary>
    /// <param name="file">The file.</param>
    /// <param name="body">Writes what is between the page's head and its end.</param>
    public FileInfo Save(ExportFile file, Action<HtmlWriter> body) =>
        file.Write(stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16 * 1024, leaveOpen: true)
            {
                NewLine = "\n",
            };
            Write(text, body);
        });

    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="body">Writes what is between the page's head and its end.</param>
    public void Write(TextWriter output, Action<HtmlWriter> body)
    {
        var html = new HtmlWriter(output);
        output.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        Meta(output, "http-equiv=\"Content-Security-Policy\"", Policy());
        Meta(output, "name=\"viewport\"", "width=device-width, initial-scale=1");
        Meta(output, "name=\"color-scheme\"", "light dark");
        Meta(output, "name=\"referrer\"", "no-referrer");
        Meta(output, "name=\"generator\"", "DifyPS " + Version());
        // An icon that is empty: without one, a server would be asked for it.
        output.Write("<link rel=\"icon\" href=\"data:,\">\n");
        html.Element("title", _title).Line();
        foreach (var style in _assets.Where(asset => !asset.IsScript))
            output.Write($"<style>{style.Text}</style>\n");
        output.Write("</head>\n<body>\n<main>\n");
        body(html);
        html.CloseTo(0);
        output.Write("\n</main>\n");
        foreach (var script in _assets.Where(asset => asset.IsScript))
            output.Write($"<script>{script.Text}</script>\n");
        output.Write("</body>\n</html>\n");
    }

    private static void Meta(TextWriter output, string name, string content) => output.Write($"<meta {name} content=\"{content}\">\n");

    private static string Version() =>
        typeof(HtmlPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private string Policy()
    {
        var styles = string.Join(" ", _assets.Where(asset => !asset.IsScript).Select(asset => asset.Source));
        var scripts = string.Join(" ", _assets.Where(asset => asset.IsScript).Select(asset => asset.Source));
        return $"default-src 'none'; style-src {styles}; script-src {(scripts.Length > 0 ? scripts : "'none'")}; img-src data:; base-uri 'none'; form-action 'none'";
    }
}
