using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// A cmdlet that speaks to a workspace, by the name of its connection. It declares its parameters and calls one of the four verbs: finding
/// the connection, checking, asking, opening and telling errors are done here.
/// </summary>
public abstract class DifyWorkspaceCmdlet : DifyCmdlet
{
    // The connection that this command has proved to be in its workspace, with the role that it has there.
    private WorkspaceConnection? _proved;

    /// <summary>The name of the connection; the only one there is when missing.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public virtual string? Workspace { get; set; }

    /// <summary>The name of the connection that is spoken to now.</summary>
    private protected virtual string? WorkspaceName => Workspace;

    private protected string CommandName => MyInvocation.MyCommand.Name;

    /// <summary>The connection that is meant; throws where there is none.</summary>
    private protected virtual WorkspaceConnection GetConnection() => Registry.GetWorkspace(WorkspaceName);

    /// <summary>Gives what is there, page by page and only as far as somebody reads.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="items">Asks for them.</param>
    /// <param name="output">Makes of an item what is given.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    private protected void List<T>(
        object? item,
        Func<WorkspaceInvocation, IAsyncEnumerable<T>> items,
        Func<WorkspaceInvocation, T, object> output,
        Action<WorkspaceConnection>? check = null
    ) =>
        Run(item, call => call.Context.WriteAllAsync(items(call), one => output(call, one), call.Token), check);

    /// <summary>Gives one thing, or the things of a list that comes as a whole.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="read">Asks for it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    private protected void Get<T>(object? item, Func<WorkspaceInvocation, Task<T>> read, Action<WorkspaceConnection>? check = null) =>
        Run(item, async call => call.Context.WriteObjects(await read(call).ConfigureAwait(false)), check);

    /// <summary>Changes something that the workspace keeps, if ShouldProcess agrees.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="confirm">What is asked, with what and how it changes.</param>
    /// <param name="work">Changes it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    /// <param name="subject">The app that it is about, where it is about one.</param>
    /// <param name="requireRole">Finds out whether the role may do it.</param>
    private protected void Change(
        object? item,
        Func<WorkspaceConnection, (string Target, string Action)> confirm,
        Func<WorkspaceInvocation, Task> work,
        Action<WorkspaceConnection>? check = null,
        AppSubject? subject = null,
        Action<WorkspaceConnection>? requireRole = null
    ) => Run(item, work, check, confirm, subject, requireRole);

    /// <summary>Does what is none of these.</summary>
    /// <param name="item">The target of errors.</param>
    /// <param name="work">Does it.</param>
    /// <param name="check">Finds what is wrong before anything is sent.</param>
    /// <param name="confirm">What ShouldProcess is asked; null when it is not.</param>
    /// <param name="subject">The app that it is about, where it is about one.</param>
    /// <param name="requireRole">Finds out whether the role may do it: the one of now, and with -WhatIf the one that is noted.</param>
    private protected void Run(
        object? item,
        Func<WorkspaceInvocation, Task> work,
        Action<WorkspaceConnection>? check = null,
        Func<WorkspaceConnection, (string Target, string Action)>? confirm = null,
        AppSubject? subject = null,
        Action<WorkspaceConnection>? requireRole = null
    )
    {
        if (FindWorkspace(item, check) is not { } connection || !IsAllowed(item, connection, requireRole))
            return;
        if (confirm is not null)
        {
            var (target, action) = confirm(connection);
            if (!ShouldProcess(target, action))
                return;
        }

        RunItem(item, (context, token) => RunAsync(context, connection, async open =>
        {
            requireRole?.Invoke(open.Connection);
            if (subject?.Binding is { } named)
                await new IdProof(context.Registry, context.Connector).RequireAsync(named, token).ConfigureAwait(false);
            await work(new WorkspaceInvocation(context, open.Connection, open.Client, token)).ConfigureAwait(false);
        }, subject, token));
    }

    // A role that was noted and may not do it is asked for once more, before anybody is asked whether they are sure.
    private bool IsAllowed(object? item, WorkspaceConnection connection, Action<WorkspaceConnection>? require)
    {
        if (require is null)
            return true;
        if (IsWhatIf)
            return TryItem(item, () => require(connection));
        try
        {
            require(connection);
            return true;
        }
        catch (DifyCommandException e) when (e.ErrorId == "WorkspaceRoleTooLow")
        {
            var isAllowed = false;
            RunItem(item, (context, token) => RunAsync(context, connection, async open =>
            {
                _proved = (await context.Workspaces.WithRoleAsync(open, token).ConfigureAwait(false)).Connection;
                require(_proved);
                isAllowed = true;
            }, null, token));
            return isAllowed;
        }
    }

    private async Task RunAsync(
        PipelineContext context,
        WorkspaceConnection connection,
        Func<OpenWorkspace, Task> work,
        AppSubject? subject,
        CancellationToken cancellationToken
    )
    {
        OpenWorkspace? open = null;
        try
        {
            open = await context.Workspaces.OpenAsync(connection, cancellationToken, _proved).ConfigureAwait(false);
            _proved = open.Connection;
            await work(open).ConfigureAwait(false);
        }
        catch (DifyException e) when (ConnectionAdvice.Complete(e, connection) is { } completed)
        {
            throw completed;
        }
        catch (DifyApiException e) when (open is not null)
        {
            var told = await WorkspaceRefusals.ExplainAsync(open, e, CommandName, subject, cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(told, e))
                throw;
            throw told;
        }
    }

    /// <summary>The connection; null, and an error written, when there is none or <paramref name="check"/> finds something wrong.</summary>
    private protected WorkspaceConnection? FindWorkspace(object? item, Action<WorkspaceConnection>? check = null)
    {
        WorkspaceConnection? connection = null;
        var found = TryItem(item, () =>
        {
            connection = GetConnection();
            check?.Invoke(connection);
        });
        return found ? connection : null;
    }
}
