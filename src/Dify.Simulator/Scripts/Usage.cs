using System.Globalization;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>What an answer cost: a token a word, at made-up prices.</summary>
internal static class Usage
{
    private const decimal PromptPrice = 0.001m;
    private const decimal CompletionPrice = 0.002m;
    private const decimal PriceUnit = 0.001m;

    public static int PromptTokens(SimulatedRun run) => PromptTokens(run.Conversation is null ? AnswerText.Asked(run) : run.Query);

    public static int PromptTokens(string query) => query.Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries).Length;

    public static JsonObject Of(SimulatedRun run)
    {
        var prompt = PromptTokens(run);
        var promptPrice = prompt * PromptPrice * PriceUnit;
        var completionPrice = run.Chunks * CompletionPrice * PriceUnit;
        return new JsonObject
        {
            ["prompt_tokens"] = prompt,
            ["prompt_unit_price"] = Text(PromptPrice),
            ["prompt_price_unit"] = Text(PriceUnit),
            ["prompt_price"] = Text(promptPrice),
            ["completion_tokens"] = run.Chunks,
            ["completion_unit_price"] = Text(CompletionPrice),
            ["completion_price_unit"] = Text(PriceUnit),
            ["completion_price"] = Text(completionPrice),
            ["total_tokens"] = prompt + run.Chunks,
            ["total_price"] = Text(promptPrice + completionPrice),
            ["currency"] = "USD",
            ["latency"] = run.Elapsed,
        };
    }

    /// <summary>As the model's node tells it, with a number for the price.</summary>
    public static JsonObject OfNode(SimulatedRun run) => new()
    {
        ["total_tokens"] = PromptTokens(run) + run.Chunks,
        ["total_price"] = (PromptTokens(run) * PromptPrice * PriceUnit) + (run.Chunks * CompletionPrice * PriceUnit),
        ["currency"] = "USD",
    };

    private static string Text(decimal value) => value.ToString("0.0######", CultureInfo.InvariantCulture);
}
