using System.Collections.Generic;

namespace Dify.Client.Transport.Redaction;

/// <summary>
/// Runs of letters and digits of a secret, each as a number of base 36: what stands between them (line ends, hyphens,
/// quotation marks) and their case do not count. A run of this length in a text is no accident.
/// </summary>
internal static class Pieces
{
    public const int Length = 12;

    // 36 to the power of 11: what is left of a run when its first digit goes. The next one fits 64 bits.
    private const ulong Rest = 131_621_703_842_267_136;

    public static void AddTo(HashSet<ulong> pieces, string secret)
    {
        var run = 0UL;
        var count = 0;
        foreach (var character in secret)
        {
            var digit = DigitOf(character);
            if (digit >= 0)
            {
                run = Append(run, digit);
                if (++count >= Length)
                    pieces.Add(run);
            }
        }
    }

    public static ulong Append(ulong run, int digit) => ((run % Rest) * 36) + (uint)digit;

    public static int DigitOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };
}
