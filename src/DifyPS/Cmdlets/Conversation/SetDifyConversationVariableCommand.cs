using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Changes what a conversation remembers by a name (<c>PUT /conversations/{conversation_id}/variables/{variable_id}</c>).</summary>
[Cmdlet(VerbsCommon.Set, "DifyConversationVariable", SupportsShouldProcess = true, DefaultParameterSetName = IdSet)]
[OutputType(typeof(DifyConversationVariable))]
public sealed class SetDifyConversationVariableCommand : DifyCallCmdlet
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    /// <summary>The variable's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(VariableNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string VariableName { get; set; } = string.Empty;

    /// <summary>The variable, by Dify's id of it.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [ArgumentCompleter(typeof(VariableIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string VariableId { get; set; } = string.Empty;

    /// <summary>The new value.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? Value { get; set; }

    /// <summary>The type of the variable, if it is known: then the value is checked before anything is sent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = IdSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? ValueType { get; set; }

    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
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
        var binding = FindApp(variable, app =>
        {
            ModeGuard.Require(app, "Set-DifyConversationVariable", ModeGuard.ChatButNewAgent);
            value = PowerShellValues.ToPlain(Value);
            if (!byName && !string.IsNullOrEmpty(ValueType))
                Variables.Check(value, ValueType, variable);
        });
        if (binding is null || !ShouldProcess(Strings.FormatTargetVariable(variable, ConversationId, binding.Name), "Set"))
            return;
        var user = User ?? binding.User;
        Call(variable, binding, async (context, client, token) =>
        {
            var id = byName ? await FindAsync(client, user, value, token).ConfigureAwait(false) : VariableId;
            var changed = await client.Conversations.SetVariableAsync(ConversationId, id, user, value, token).ConfigureAwait(false);
            if (PassThru)
                context.WriteObject(new DifyConversationVariable(binding.Name, user, ConversationId, changed));
        });
    }

    // Dify sets variables by id only; the look-up tells the type as well.
    private async Task<string> FindAsync(DifyClient client, string user, object? value, CancellationToken cancellationToken)
    {
        var id = string.Empty;
        await foreach (var variable in Variables.FindAsync(client, ConversationId, user, VariableName, cancellationToken).ConfigureAwait(false))
        {
            Variables.Check(value, variable.ValueType, variable.Name);
            id = variable.Id;
        }

        return id;
    }
}
