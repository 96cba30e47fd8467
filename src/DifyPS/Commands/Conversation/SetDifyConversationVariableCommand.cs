using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Forms;

namespace DifyPS.Commands;

/// <summary>
/// Changes what a conversation remembers by a name (<c>PUT /conversations/{conversation_id}/variables/{variable_id}</c>).
/// </summary>
[Cmdlet(VerbsCommon.Set, "DifyConversationVariable", SupportsShouldProcess = true, DefaultParameterSetName = IdSet)]
[OutputType(typeof(DifyConversationVariable))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class SetDifyConversationVariableCommand : DifyAppCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    /// <summary>The variable's name.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    [TextArgument(nameof(VariableName))]
    public string VariableName { get; set; } = string.Empty;

    /// <summary>The variable, by Dify's id of it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(VariableIdCompleter))]
    [KeptIdArgument(nameof(VariableId))]
    public string VariableId { get; set; } = string.Empty;

    /// <summary>The new value.</summary>
    [Parameter(Mandatory = true, Position = 3)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <summary>The type of the variable, if it is known: then the value is checked before anything is sent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [TextArgument(nameof(ValueType), Optional = true)]
    public string? ValueType { get; set; }

    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId))]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Give the variable as it is now.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Sets one variable.</summary>
    protected override void ProcessRecord()
    {
        var byName = ParameterSetName == NameSet;
        var variable = byName ? VariableName : VariableId;
        object? value = null;
        Change(
            variable,
            app => (Strings.FormatTargetVariable(variable, ConversationId, app.Name), "Set"),
            async call =>
            {
                var user = call.UserOr(User);
                var id = byName ? await FindAsync(call, user, value).ConfigureAwait(false) : VariableId;
                var changed = await call
                    .Client.Conversations.SetVariableAsync(ConversationId, id, user, value, call.Token)
                    .ConfigureAwait(false);
                if (PassThru)
                    call.Context.WriteObject(new DifyConversationVariable(call.App, user, ConversationId, changed));
            },
            _ =>
            {
                value = PowerShellValues.ToPlain(Value);
                if (!byName && !string.IsNullOrEmpty(ValueType))
                    VariableValue.Check(value, ValueType, variable);
            });
    }

    // Dify sets variables by id only; the look-up tells the type as well.
    private async Task<string> FindAsync(AppInvocation call, string user, object? value)
    {
        var id = string.Empty;
        await foreach (
            var variable in VariableValue.FindAsync(call.Client, ConversationId, user, VariableName, call.Token).ConfigureAwait(false)
        )
        {
            VariableValue.Check(value, variable.ValueType, variable.Name);
            id = variable.Id;
        }

        return id;
    }
}
