using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>A form as Dify's JSON: its fields, buttons and what is in it at first.</summary>
internal static class FormJson
{
    /// <summary>As <c>GET /form/human_input/{form_token}</c> gives it.</summary>
    public static JsonObject Page(PendingForm pending) => new()
    {
        ["form_content"] = pending.Form.Content,
        ["inputs"] = Fields(pending.Form),
        ["resolved_default_values"] = Defaults(pending.Form),
        ["user_actions"] = Buttons(pending.Form),
        ["expiration_time"] = pending.Expiration.ToUnixTimeSeconds(),
    };

    public static JsonArray Fields(SimulatedForm form) => new([.. form.Inputs.Select(Field)]);

    public static JsonArray Buttons(SimulatedForm form) => new([.. form.Actions.Select(Button)]);

    public static JsonObject Defaults(SimulatedForm form) =>
        new(
            form.Inputs.Where(input => input.Type == "paragraph")
                .Select(input => new KeyValuePair<string, JsonNode?>(input.Name, input.Default ?? ""))
        );

    private static JsonNode Field(SimulatedFormInput input)
    {
        var json = new JsonObject { ["type"] = input.Type, ["output_variable_name"] = input.Name };
        switch (input.Type)
        {
            case "select":
                json["option_source"] = Source(input.Selector, Texts(input.Options ?? []));
                break;
            case "file" or "file-list":
                json["allowed_file_types"] = Texts(input.AllowedFileTypes);
                json["allowed_file_extensions"] = Texts(input.AllowedFileExtensions);
                json["allowed_file_upload_methods"] = Texts(input.AllowedUploadMethods);
                if (input.Type == "file-list")
                    json["number_limits"] = input.NumberLimit;

                break;
            default:
                json["default"] = input.Default is null ? null : Source(input.Selector, input.Selector is null ? input.Default : "");
                break;
        }

        return json;
    }

    private static JsonObject Source(IReadOnlyList<string>? selector, JsonNode value) => new()
    {
        ["type"] = selector is null ? "constant" : "variable",
        ["selector"] = Texts(selector ?? []),
        ["value"] = value,
    };

    private static JsonNode Button(SimulatedFormAction action, int index) => new JsonObject
    {
        ["id"] = action.Id,
        ["title"] = action.Title,
        ["button_style"] = action.Style ?? (index == 0 ? "primary" : "default"),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
