namespace DifyPS.Runs.Inputs;

/// <summary>
/// Counts text as Dify does, which is written in Python: by code points, of which an emoji is one and a family of them several.
/// </summary>
internal static class Characters
{
    /// <summary>How many characters a text has. Half a pair is one.</summary>
    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count--;
                i++;
            }
        }

        return count;
    }
}
