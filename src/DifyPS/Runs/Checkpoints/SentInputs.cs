using System;
using System.Globalization;
using System.Text.Json;
using Dify.Client.Values;

namespace DifyPS.Runs.Checkpoints;

/// <summary>Compares inputs that were sent with those that Dify has kept.</summary>
internal static class SentInputs
{
    /// <summary>How far apart times may be: Dify's are seconds, and its clock is another.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(5);

    /// <summary>Whether what Dify has are those inputs. It adds variables of its own, and fills in defaults.</summary>
    public static bool AreIn(JsonElement found, JsonElement sent)
    {
        if (found.ValueKind != JsonValueKind.Object)
            return false;
        foreach (var input in sent.EnumerateObject())
        {
            // A file comes back in another form than it was sent.
            if (input.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                continue;
            if (!found.TryGetProperty(input.Name, out var value) || !IsSame(value, input.Value))
                return false;
        }

        return true;
    }

    // Whole numbers are kept to the last digit; of others Dify may keep no more than a double holds.
    private static bool IsSameNumber(string found, string sent) => ExactNumber.AreEqual(found, sent)
        || (IsFraction(found) && IsFraction(sent) && Double(found) is { } one && one == Double(sent));

    private static bool IsFraction(string literal) => literal.IndexOfAny(['.', 'e', 'E']) >= 0;

    private static double? Double(string literal) =>
        double.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && !double.IsInfinity(value)
            ? value
            : null;

    private static bool IsSame(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind && one.ValueKind switch
    {
        JsonValueKind.String => one.GetString() == other.GetString(),
        JsonValueKind.Number => IsSameNumber(one.GetRawText(), other.GetRawText()),
        _ => true,
    };
}
