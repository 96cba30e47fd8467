using System.Text.Json.Nodes;

namespace Dify.Simulator.State;

/// <summary>The settings a new app has.</summary>
internal static class AppDefaults
{
    public static JsonObject Parameters() => new()
    {
        ["opening_statement"] = "",
        ["suggested_questions"] = new JsonArray(),
        ["suggested_questions_after_answer"] = Off(),
        ["speech_to_text"] = Off(),
        ["text_to_speech"] = new JsonObject { ["enabled"] = false, ["voice"] = "", ["language"] = "", ["autoPlay"] = "disabled" },
        ["retriever_resource"] = new JsonObject { ["enabled"] = true },
        ["annotation_reply"] = Off(),
        ["more_like_this"] = Off(),
        ["sensitive_word_avoidance"] = Off(),
        ["user_input_form"] = new JsonArray(),
        ["file_upload"] = new JsonObject
        {
            ["image"] = new JsonObject
            {
                ["enabled"] = true,
                ["number_limits"] = 3,
                ["detail"] = "high",
                ["transfer_methods"] = new JsonArray("remote_url", "local_file"),
            },
        },
        ["system_parameters"] = new JsonObject
        {
            ["file_size_limit"] = 15,
            ["image_file_size_limit"] = 10,
            ["audio_file_size_limit"] = 50,
            ["video_file_size_limit"] = 100,
            ["workflow_file_upload_limit"] = 10,
        },
    };

    public static JsonObject Site(string name) => new()
    {
        ["title"] = name,
        ["chat_color_theme"] = "#1C64F2",
        ["chat_color_theme_inverted"] = false,
        ["icon_type"] = "emoji",
        ["icon"] = "\U0001F408",
        ["icon_background"] = "#FFEAD5",
        ["icon_url"] = null,
        ["description"] = "",
        ["copyright"] = "",
        ["privacy_policy"] = "",
        ["input_placeholder"] = null,
        ["custom_disclaimer"] = "",
        ["default_language"] = "en-US",
        ["show_workflow_steps"] = true,
        ["use_icon_as_answer_icon"] = false,
    };

    private static JsonObject Off() => new() { ["enabled"] = false };
}
