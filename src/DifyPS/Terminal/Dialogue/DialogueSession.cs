using Dify.Client.Apps;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What all parts of a dialogue share.</summary>
internal sealed class DialogueSession
{
    public DialogueSession(DifyCmdlet cmdlet, AppBinding binding, DialogueState state, AppForm form, ITerminal terminal)
    {
        Cmdlet = cmdlet;
        Binding = binding;
        State = state;
        Form = form;
        Screen = new DialogueScreen(terminal);
        Keys = new KeyReader(terminal);
        Work = new DialogueWork(cmdlet, binding, Keys, cmdlet.StopToken);
        Prompt = DisplayFormat.Short(binding.Name, 30) + "> ";
    }

    public DifyCmdlet Cmdlet { get; }

    public AppBinding Binding { get; }

    public DialogueState State { get; }

    /// <summary>The app's input variables, as Dify had them at the beginning.</summary>
    public AppForm Form { get; }

    public AppParameters Parameters => Form.Parameters!;

    /// <summary>For runs to hold their inputs against, asked once.</summary>
    public FormSource Forms { get; } = new();

    public DialogueScreen Screen { get; }

    public KeyReader Keys { get; }

    public DialogueWork Work { get; }

    public string Prompt { get; }
}
