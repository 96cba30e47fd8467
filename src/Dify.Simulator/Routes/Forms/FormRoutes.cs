using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;

namespace Dify.Simulator.Routes.Forms;

/// <summary>The forms that runs wait for: whoever has the token may fill one in, once.</summary>
internal static class FormRoutes
{
    public static void Add(RouteMap map)
    {
        map.App("GET", "/form/human_input/{form_token}", ShowAsync);
        map.App("POST", "/form/human_input/{form_token}", SubmitAsync);
    }

    private static Task ShowAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        return call.ReplyAsync(FormJson.Page(Find(call, app)));
    }

    private static Task SubmitAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("inputs", "action", "user");
        var inputs = body.Object("inputs");
        var action = body.Text("action");
        var user = body.Text("user");
        var form = Find(call, app);
        FormCheck.Check(call, app, user, form.Form, action, inputs);

        // Somebody else may have been faster since.
        return form.TrySubmit(new FormAnswer(action, inputs)) ? call.ReplyAsync(new JsonObject()) : throw Closed(form);
    }

    private static PendingForm Find(ApiCall call, SimulatedApp app)
    {
        if (call.State.Runs.FindForm(call.Segment("form_token")) is not { } found || found.Run.App != app)
            throw DifyError.NotFound("Form not found");

        return found.Form.Outcome.IsCompleted || found.Form.Expiration <= call.State.Time.GetUtcNow()
            ? throw Closed(found.Form)
            : found.Form;
    }

    private static DifyError Closed(PendingForm form) => form.IsSubmitted
        ? new DifyError(412, "human_input_form_submitted", $"This form has already been submitted by another user, form_id={form.Id}")
        : new DifyError(412, "human_input_form_expired", $"This form has expired, form_id={form.Id}");
}
