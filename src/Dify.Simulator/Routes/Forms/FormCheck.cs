using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dify.Simulator.Routes.Chat;

namespace Dify.Simulator.Routes.Forms;

/// <summary>Checks what is submitted against its form. Values the form doesn't ask for are passed over.</summary>
internal static class FormCheck
{
    public static void Check(ApiCall call, SimulatedApp app, string user, SimulatedForm form, string action, JsonObject inputs)
    {
        if (form.Actions.All(one => one.Id != action))
            throw Invalid($"Invalid action: {action}");

        var missing = form.Inputs.Select(input => input.Name).Where(name => !inputs.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw Invalid($"Missing required inputs: {string.Join(", ", missing)}");

        foreach (var input in form.Inputs)
            CheckOne(call, app, user, input, inputs[input.Name]);
    }

    private static void CheckOne(ApiCall call, SimulatedApp app, string user, SimulatedFormInput input, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        var rules = new FileRules(input.AllowedFileTypes, input.AllowedFileExtensions, input.AllowedUploadMethods, input.NumberLimit);
        switch (input.Type)
        {
            case "paragraph" or "select" when kind != JsonValueKind.String:
                throw Invalid($"Invalid value for {input.Type} input '{input.Name}'. It must be a string.");
            case "select" when input.Options is { Count: > 0 } options && !options.Contains((string?)value):
                throw Invalid($"Invalid value for select input '{input.Name}'. It must be one of: {string.Join(", ", options)}");
            case "file-list" when kind != JsonValueKind.Array:
                throw Invalid($"Invalid value for file-list input '{input.Name}'. It must be a list of files.");
        }

        try
        {
            switch (input.Type)
            {
                case "file":
                    ChatFiles.ReadOne(call, app, user, value, input.Name, rules);
                    break;
                case "file-list":
                    rules.CheckCount(value!.AsArray().Count, input.Name);
                    ChatFiles.Read(call, app, user, value.AsArray(), input.Name, rules);
                    break;
            }
        }
        catch (DifyError error)
        {
            throw Invalid(error.Message);
        }
    }

    private static DifyError Invalid(string message) => new(400, "invalid_form_data", message);
}
