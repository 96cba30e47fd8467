using System;

namespace DifyPS.Markup.Terminal;

/// <summary>How text looks in a terminal.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Styles">The sequences that switch styles on.</param>
/// <param name="Clean">Makes text of others harmless: no character may be left that steers a terminal but line ends and tabs.</param>
internal sealed record TerminalLook(int Width, TerminalStyles Styles, Func<string, string> Clean);

/// <summary>The sequences that switch styles on, and the one that ends them all. Empty where there is no such style.</summary>
internal sealed record TerminalStyles(
    string Bold, string Italic, string Underline, string Strikethrough, string Dim, string Heading, string Code, string Link, string Reset);
