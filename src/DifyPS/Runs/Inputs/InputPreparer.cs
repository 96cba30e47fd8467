using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Files;
using DifyPS.Bindings.Registry;
using DifyPS.Pipeline;
using DifyPS.Runs.Files;

namespace DifyPS.Runs.Inputs;

/// <summary>
/// Makes what was given ready to be sent: held against the app's form, every problem in one error, and only when there is
/// none are files uploaded.
/// </summary>
internal sealed class InputPreparer
{
    private readonly PipelineContext _context;
    private readonly DifyClient _client;
    private readonly AppBinding _binding;
    private readonly FormSource _forms;
    private readonly string _user;

    public InputPreparer(PipelineContext context, DifyClient client, AppBinding binding, FormSource forms, string user)
    {
        _context = context;
        _client = client;
        _binding = binding;
        _forms = forms;
        _user = user;
    }

    /// <summary>Finds everything that is wrong, before anything is uploaded.</summary>
    /// <param name="input">What was given.</param>
    /// <param name="needsAll">Whether required variables have to be there.</param>
    /// <param name="looseFiles">Where files go that were given without a variable.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<FilledForm> CheckAsync(
        RunItem input,
        bool needsAll,
        UnassignedFiles looseFiles,
        CancellationToken cancellationToken
    )
    {
        if (input.HasNoInputs && !needsAll)
            return new FilledForm();
        // The form that was noted may be older than the app's: it is good enough to say yes, and never to say no. Objects
        // from the pipeline are always read by the app's own: a column that was added must not be passed over.
        var form = input.Item is null && input.Files is not { Count: > 0 } ? await _forms.KnownAsync(_binding).ConfigureAwait(false) : null;
        var filled = form is null ? null : FormFiller.Fill(form, input, needsAll, looseFiles);
        if (filled is null || ((filled.Problems.Count > 0 || filled.Files.Count > 0) && !form!.IsFresh))
        {
            form = await _forms.AskAsync(_context, _client, _binding, cancellationToken).ConfigureAwait(false);
            filled = FormFiller.Fill(form, input, needsAll, looseFiles);
        }

        if (filled.Files.Count > 0)
            await FindFilesAsync(filled, cancellationToken).ConfigureAwait(false);
        return filled.Problems.Count > 0 ? throw RunErrors.InvalidInputs(_binding.Name, filled.Problems, form!) : filled;
    }

    /// <summary>Finds the files on this machine; what is wrong with them is added to the problems.</summary>
    public async Task FindFilesAsync(FilledForm filled, CancellationToken cancellationToken)
    {
        foreach (var slot in filled.Files)
        {
            slot.Sources = await FileTable.FindAsync(_context, slot.Files, filled.Problems, cancellationToken).ConfigureAwait(false);
            Check(filled, slot);
        }
    }

    private void Check(FilledForm filled, FileSlot slot)
    {
        var form = filled.Form!;
        var variable = Variable(form, slot);
        var sender = new FileSender(_context, _client, _binding, _user);
        var problems = slot
            .Sources.SelectMany(source => sender.Check(source, variable, form.Parameters!))
            .Concat(
                slot.Sources.Count > slot.Files.Count || slot.Variable is null
                    ? FileRules.CheckCount(slot.Sources.Count, form.Parameters!, variable)
                    : Array.Empty<FileProblem>()
            );
        filled.Problems.AddRange(problems.Select(problem => problem.Message.TrimEnd('.')));
    }

    /// <summary>Uploads the files, if there are any: then the form is as a request takes it.</summary>
    public Task UploadAsync(FilledForm filled, CancellationToken cancellationToken) =>
        filled.Files.Count == 0 ? Task.CompletedTask : UploadFilesAsync(filled, cancellationToken);

    private async Task UploadFilesAsync(FilledForm filled, CancellationToken cancellationToken)
    {
        var form = filled.Form!;
        var sender = new FileSender(_context, _client, _binding, _user);
        foreach (var slot in filled.Files)
        {
            var references = new List<FileReference>();
            foreach (var source in slot.Sources)
            {
                references.Add(
                    await sender.SendAsync(source, Variable(form, slot), form.Parameters!, cancellationToken).ConfigureAwait(false)
                );
            }
            if (slot.Variable is null)
                filled.Attached.AddRange(references);
            else
                filled.Values[slot.Variable] = slot.IsList ? references : references.FirstOrDefault();
        }
    }

    private static InputVariable? Variable(AppForm form, FileSlot slot) => slot.Variable is null ? null : form.FileVariable(slot.Variable);
}
