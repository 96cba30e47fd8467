using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// A cmdlet that speaks to what a name is bound to. It declares its parameters, says by <see cref="WorksWithAttribute"/> what it
/// is for, and calls one of the four verbs: finding the binding, checking, asking, connecting, telling errors and forgetting what
/// Tab knew are done here.
/// </summary>
public abstract class DifyBoundCmdlet : DifyCmdlet
{
    /// <summary>The name of the binding.</summary>
    private protected abstract string BoundName { get; }

    /// <summary>The parameter set whose scope counts.</summary>
    private protected virtual string ScopeSet => ParameterSetName;

    private protected string CommandName => MyInvocation.MyCommand.Name;

    /// <summary>The parameter that has the name.</summary>
    private protected virtual string BoundParameter => nameof(DifyAppCmdlet.App);

    // Where each item names its own app, the next one may be well.
    internal override bool IsOfAll(Exception error) => IsOfAllItems(BoundParameter) && AppTrouble.Is(error);

    /// <summary>Tells how many items were not begun, where something ended the taking of them.</summary>
    protected override void EndProcessing()
    {
        if (End.Left > 0)
            WriteError(ErrorRecords.From(End.ToError(End.Left), null));
    }

    /// <summary>Counts an item that is not begun any more.</summary>
    private protected virtual void LeaveItem() => End.Left++;

    /// <summary>Gives what is there, page by page and only as far as somebody reads.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="items">Asks for them.</param>
    /// <param name="output">Makes of an item what is given.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    private protected void List<T>(
        object? item,
        Func<AppInvocation, IAsyncEnumerable<T>> items,
        Func<AppInvocation, T, object> output,
        Action<AppBinding>? check = null
    ) =>
        Run(item, call => call.Context.WriteAllAsync(items(call), one => output(call, one), call.Token), check);

    /// <summary>Gives one thing, or the things of a list that comes as a whole.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="read">Asks for it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    private protected void Get<T>(object? item, Func<AppInvocation, Task<T>> read, Action<AppBinding>? check = null) =>
        Run(item, async call => call.Context.WriteObjects(await read(call).ConfigureAwait(false)), check);

    /// <summary>Changes something that the app keeps, if ShouldProcess agrees.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="confirm">What is asked, with what and how it changes.</param>
    /// <param name="work">Changes it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    private protected void Change(
        object? item,
        Func<AppBinding, (string Target, string Action)> confirm,
        Func<AppInvocation, Task> work,
        Action<AppBinding>? check = null
    ) => Run(item, call => ChangeAsync(call, work), check, confirm);

    /// <summary>Does what is none of these: nothing is given by itself, and nothing forgotten.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="work">Does it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    /// <param name="confirm">What ShouldProcess is asked; null when it is not.</param>
    private protected void Run(
        object? item,
        Func<AppInvocation, Task> work,
        Action<AppBinding>? check = null,
        Func<AppBinding, (string Target, string Action)>? confirm = null
    )
    {
        if (FindApp(item, check) is not { } binding)
            return;
        if (confirm is not null)
        {
            var (target, action) = confirm(binding);
            if (!ShouldProcess(target, action))
                return;
        }

        RunItem(item, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            await work(new AppInvocation(context, binding, client, token)).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// The binding; null, and an error written, when there is none, the cmdlet is not for it, or <paramref name="check"/> finds something
    /// wrong. Null as well once an error was true of all items.
    /// </summary>
    private protected AppBinding? FindApp(object? item, Action<AppBinding>? check = null)
    {
        if (End.Reason is not null)
        {
            LeaveItem();
            return null;
        }

        AppBinding? binding = null;
        DifyCommandException? misfit = null;
        var found = TryItem(item, () =>
        {
            try
            {
                binding = GetBinding(NamesFor(BoundName)[0]);
                WorksWithAttribute.Of(GetType(), ScopeSet)?.Require(binding, CommandName);
                RequireIds(binding.Name);
                check?.Invoke(binding);
            }
            catch (DifyCommandException e)
                when (binding is not null && e.ErrorId is "AppModeMismatch" or "AppKeyRequired" or "KnowledgeKeyRequired")
            {
                misfit = e;
            }
        });
        if (misfit is null)
            return found ? binding : null;
        // The mode, or the kind of key, may be what somebody has edited.
        WriteJudged(binding!, misfit, item);
        return null;
    }

    /// <summary>The binding of that name; throws where there is none.</summary>
    private protected virtual AppBinding GetBinding(string name) => Registry.Get(name);

    private static async Task ChangeAsync(AppInvocation call, Func<AppInvocation, Task> work)
    {
        var isRefused = false;
        try
        {
            await work(call).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode is >= 400 and < 500 and not 404)
        {
            isRefused = true;
            throw;
        }
        finally
        {
            // Where the line broke it may have changed, and what is not found may have been removed by somebody else.
            if (!isRefused)
                CompletionCache.Forget(call.App);
        }
    }
}
