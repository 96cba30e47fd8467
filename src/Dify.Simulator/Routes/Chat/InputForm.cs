using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Routes.Chat;

/// <summary>Checks the inputs against the form that the app declares. Inputs it doesn't declare are passed over.</summary>
internal static class InputForm
{
    public static void Check(ApiCall call, SimulatedApp app, string user, JsonObject inputs)
    {
        foreach (var wrapper in app.Parameters["user_input_form"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            var (type, control) = wrapper.First();
            CheckOne(call, app, user, type, control!.AsObject(), inputs);
        }
    }

    private static void CheckOne(ApiCall call, SimulatedApp app, string user, string type, JsonObject control, JsonObject inputs)
    {
        var name = (string)control["variable"]!;
        var value = inputs[name];
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        if (value is null || (kind == JsonValueKind.String && (string)value! == ""))
        {
            if ((bool?)control["required"] == true)
                throw DifyError.InvalidParam($"{name} is required in input form");

            return;
        }

        switch (type)
        {
            case "text-input" or "paragraph" or "select" when kind != JsonValueKind.String:
                throw DifyError.InvalidParam($"(type '{type}') {name} in input form must be a string");
            case "number" when kind != JsonValueKind.Number && !double.TryParse(value.ToString(), out _):
                throw DifyError.InvalidParam($"{name} in input form must be a valid number");
            case "checkbox" when kind is not (JsonValueKind.True or JsonValueKind.False):
                throw DifyError.InvalidParam($"{name} in input form must be a valid boolean value");
            case "file" when kind != JsonValueKind.Object && value is not JsonArray { Count: 1 }:
                throw DifyError.InvalidParam($"{name} in input form must be a file");
            case "file-list" when kind != JsonValueKind.Array:
                throw DifyError.InvalidParam($"{name} in input form must be a list of files");
            case "select" when !control["options"]!.AsArray().Any(option => (string?)option == (string?)value):
                throw DifyError.InvalidParam(
                    $"{name} in input form must be one of the following: {string.Join(", ", control["options"]!.AsArray())}"
                );
            case "file":
                // One file may come as a list of one, as the description has it.
                ChatFiles.ReadOne(call, app, user, value is JsonArray list ? list[0] : value, name, FileRules.Of(control));
                break;
            case "file-list":
                var rules = FileRules.Of(control);
                rules.CheckCount(value.AsArray().Count, name);
                ChatFiles.Read(call, app, user, value.AsArray(), name, rules);
                break;
            case "text-input"
            or "paragraph" when (int?)control["max_length"] is { } most && ((string)value!).EnumerateRunes().Count() > most:
                throw DifyError.InvalidParam($"{name} in input form must be less than {most} characters");
        }
    }
}
