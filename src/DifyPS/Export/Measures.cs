using System.Globalization;

namespace DifyPS.Export;

/// <summary>Numbers with their units, as people read them; the same in every culture, since they stand in files.</summary>
internal static class Measures
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    public static string Count(long number) => number.ToString("N0", Plain);

    public static string Tokens(long tokens) => tokens == 1 ? "1 token" : Count(tokens) + " tokens";

    public static string Money(decimal amount, string? currency) => (amount.ToString("0.00#####", Plain) + " " + currency).TrimEnd();

    public static string Seconds(double seconds) => seconds >= 100 ? seconds.ToString("N0", Plain) + " s" : seconds.ToString("0.0#", Plain) + " s";

    public static string Score(double score) => score.ToString("0.00", Plain);

    public static string Size(long bytes) => bytes switch
    {
        >= 1 << 20 => (bytes / 1048576.0).ToString("N1", Plain) + " MB",
        >= 1 << 10 => (bytes / 1024.0).ToString("N1", Plain) + " KB",
        _ => bytes.ToString(Plain) + " bytes",
    };
}
