using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dify.Client.Conversations;

namespace DifyPS.Tests.Support.Pages;

/// <summary>A conversation with everything that can be in one.</summary>
internal static class SampleConversation
{
    private const string LongAnswer =
        """"
        <think>
        They ask about the **righting reflex**. Keep it short, show the numbers, and give a formula in code.
        </think>

        A cat turns **front first**: it bends in the middle, so that the two halves of its body turn about *different axes*.

        ## Step by step

        1. It pulls its front legs in and stretches its hind legs out.
        2. The front turns fast, the back hardly at all.
           - The spine bends by about 90°.
           - No angular momentum is needed.
        3. Then the other way round.

        - [x] Seen on film, by Marey in 1894
        - [ ] Asked a cat

        | Height | Time | Speed at the ground | Remark |
        | :----- | ---: | ------------------: | :----: |
        | 1 m    | 0.45 s | 4.4 m/s | easy |
        | 10 m   | 1.43 s | 14.0 m/s | about 50 km/h |
        | 30 m   | 2.47 s | 24.3 m/s | the cat spreads out and brakes |

        ```python
        def fall_time(height: float, g: float = 9.81) -> float:
            """How long a fall takes, without air."""
            return (2 * height / g) ** 0.5  # a long comment that runs past the edge of the page, so that the block has to scroll by itself
        ```

        > Whatever side it falls from, it lands on its feet.

        More at <https://example.com/cats?topic=falling&lang=en>, or in `Physics of cats`. ![A falling cat](https://example.com/cat.png)
        """";

    public static IReadOnlyList<ConversationMessage> Messages { get; } = [.. Json().Select((json, index) =>
    {
        json["id"] = $"9da23599-e713-473b-982c-4328d4f5c78{index}";
        json["created_at"] = 1_782_900_000 + (index * 437);
        return ConversationMessage.FromJson(JsonSerializer.SerializeToElement(json));
    })];

    private static IEnumerable<JsonObject> Json()
    {
        yield return new JsonObject
        {
            ["inputs"] = new JsonObject { ["animal"] = "cat", ["tone"] = "friendly" },
            ["query"] = "How do cats always land on their feet?\nPlease show me the numbers, and the code.",
            ["answer"] = LongAnswer,
            ["message_files"] = new JsonArray(
                File("cat on a tree.jpg", "image", "user", 348_112),
                File("falling.pdf", "document", "assistant", 1_248_000)
            ),
            ["feedback"] = new JsonObject { ["rating"] = "like" },
            ["retriever_resources"] = new JsonArray(Source("Physics of cats.pdf", "Animals", 0.912), Source("猫の着地.md", "日本語の資料", 0.744)),
            ["message_tokens"] = 1204, ["answer_tokens"] = 418, ["total_tokens"] = 1622,
            ["provider_response_latency"] = 3.218, ["total_price"] = "0.0128250", ["currency"] = "USD",
        };
        yield return new JsonObject
        {
            ["inputs"] = new JsonObject { ["animal"] = "cat", ["tone"] = "friendly" },
            ["query"] = "猫为什么喜欢盒子？🐈📦",
            ["answer"] = "猫喜欢盒子，因为盒子让它们感到**安全**。\n\n- 可以躲藏\n- 很暖和 🔥\n- 便于伏击 👨‍👩‍👧‍👦\n\n`盒子 = 安全 + 温暖`",
            ["agent_thoughts"] = new JsonArray(
                new JsonObject
                {
                    ["position"] = 1,
                    ["thought"] = "I should look it up.",
                    ["tool"] = "web_search",
                    ["tool_input"] = "{\"web_search\":{\"query\":\"why do cats like boxes\"}}",
                    ["observation"] = "3 results: warmth, safety, ambush.",
                },
                new JsonObject
                {
                    ["position"] = 2,
                    ["thought"] = "That is enough to answer.",
                    ["tool"] = "",
                    ["observation"] = "",
                }
            ),
            ["message_tokens"] = 88,
            ["answer_tokens"] = 61,
            ["total_tokens"] = 149,
            ["provider_response_latency"] = 1.05,
            ["total_price"] = "0.0008",
            ["currency"] = "USD",
        };
        yield return new JsonObject
        {
            ["query"] = "لماذا تخرخر القطط؟",
            ["answer"] =
                "تخرخر القطط لأسباب كثيرة:\n\n1. **الراحة** والاطمئنان\n2. التواصل مع صغارها\n\n| السبب | متى |\n|---|---|\n| الراحة | بعد الطعام |\n\n> القطط تخرخر بين 25 و150 هرتز.\n\n```text\npurr(25, 150)\n```",
            ["feedback"] = new JsonObject { ["rating"] = "dislike" },
            ["extra_contents"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "human_input",
                    ["submitted"] = true,
                    ["form_submission_data"] = new JsonObject
                    {
                        ["node_title"] = "Review",
                        ["rendered_content"] = "Is the answer **right**? Yes.",
                        ["action_id"] = "ok",
                        ["action_text"] = "Approve",
                    },
                }
            ),
            ["message_tokens"] = 20,
            ["answer_tokens"] = 44,
            ["total_tokens"] = 64,
        };
        yield return new JsonObject
        {
            ["query"] = "And now " + new string('x', 200),
            ["answer"] = "",
            ["status"] = "error",
            ["error"] = "The model is overloaded. Try again later.",
        };
    }

    private static JsonObject File(string name, string type, string owner, int size) =>
        new()
        {
            ["id"] = name,
            ["filename"] = name,
            ["type"] = type,
            ["url"] = "https://example.com/files/" + name.Replace(" ", "%20"),
            ["size"] = size,
            ["belongs_to"] = owner,
        };

    private static JsonObject Source(string document, string dataset, double score) => new()
    {
        ["position"] = 1, ["dataset_name"] = dataset, ["document_name"] = document, ["segment_position"] = 4, ["score"] = score,
        ["content"] = "A falling cat bends in the middle.\nBoth halves turn in opposite directions, and the whole lands feet first.",
    };
}
