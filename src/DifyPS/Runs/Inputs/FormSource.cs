using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Runs.Inputs;

/// <summary>
/// Gives the forms of apps: as the registry noted them, which costs nothing, or as Dify has them now, asked once a
/// command. One that changed is noted, for Tab and for the next command.
/// </summary>
internal sealed class FormSource
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AppForm>>> _asked = new(AppName.Comparer);

    /// <summary>The best form that is known without asking; null for a binding that was never verified.</summary>
    public async Task<AppForm?> KnownAsync(AppBinding binding) =>
        _asked.TryGetValue(binding.Name, out var asked) ? await asked.Value.ConfigureAwait(false)
        : binding.IsVerified ? AppForm.FromBinding(binding)
        : null;

    /// <summary>The form as Dify has it now: <c>GET /parameters</c>.</summary>
    public async Task<AppForm> AskAsync(PipelineContext context, DifyClient client, AppBinding binding, CancellationToken cancellationToken)
    {
        var asked = _asked.GetOrAdd(binding.Name, _ => new Lazy<Task<AppForm>>(() =>
            FetchAsync(context, client, binding, cancellationToken)
        ));
        try
        {
            return await asked.Value.ConfigureAwait(false);
        }
        catch
        {
            // The next item asks again.
            _asked.TryRemove(binding.Name, out _);
            throw;
        }
    }

    private static async Task<AppForm> FetchAsync(
        PipelineContext context,
        DifyClient client,
        AppBinding binding,
        CancellationToken cancellationToken
    )
    {
        var form = AppForm.From(await client.Apps.GetParametersAsync(cancellationToken).ConfigureAwait(false));
        if (binding.IsVerified && !form.Variables.Select(AsText).SequenceEqual(binding.Inputs.Select(AsText)))
            await NoteAsync(context, binding, form, cancellationToken).ConfigureAwait(false);
        return form;
    }

    private static async Task NoteAsync(PipelineContext context, AppBinding binding, AppForm form, CancellationToken cancellationToken)
    {
        try
        {
            await context
                .Registry.ReplaceAsync(
                    binding.Name,
                    current => BindingSeal.IsSameApp(current, binding) ? current with { Inputs = form.Variables } : current,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId is "RegistryNotWritable" or "RegistryLocked")
        {
            // A registry shipped by a team may be read-only; the form is good for this command all the same.
            context.WriteVerbose(Strings.FormatInputsNotNoted(binding.Name, e.Message));
        }
    }

    // Records compare their lists by reference.
    private static string AsText(DeclaredInput variable) =>
        string.Join(
            "\u001f",
            variable.Variable,
            variable.Label,
            variable.Type,
            variable.Required,
            variable.Default,
            variable.MaxLength,
            string.Join("\u001e", variable.Options ?? Array.Empty<string>())
        );
}
