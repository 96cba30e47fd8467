using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>
/// Rotates keys of apps and of knowledge that were minted here, several side by side: a new key is made, asked whose it is, stored and
/// read back, bound, and the old one revoked, in this order. Killed at any point, the next run ends or undoes what was begun.
/// </summary>
[Cmdlet(VerbsData.Update, "DifyAppKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = GraceSet)]
[OutputType(typeof(DifyApp))]
[WorksWith(AppScope.Any)]
public sealed class UpdateDifyAppKeyCommand : AppKeyCmdlet
{
    private const string GraceSet = "Grace";
    private const string KeepSet = "Keep";
    private const int NamesInLine = 5;

    private readonly List<KeyTarget> _targets = [];
    private bool _asksPattern;
    private readonly List<string> _foreign = [];
    private int _refused;
    private int _young;
    private int _overtaken;

    /// <summary>Only keys that were made at least so many days ago.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int OlderThan { get; set; } = -1;

    /// <summary>Leave the old keys as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeepSet)]
    public SwitchParameter KeepOld { get; set; }

    /// <summary>How many seconds the old keys are good for still, so that work that is under way with them ends.</summary>
    [Parameter(ParameterSetName = GraceSet)]
    [ValidateRange(0, 7 * 24 * 3600)]
    public int GraceSeconds { get; set; }

    /// <summary>How many apps are worked on at once.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Give the apps whose keys were rotated.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Collects the apps.</summary>
    protected override void ProcessRecord()
    {
        var isPattern = string.IsNullOrEmpty(AppId) && App?.Any(WildcardPattern.ContainsWildcardCharacters) == true;
        _asksPattern |= isPattern;
        foreach (var target in FindTargets())
        {
            if (target.Binding is { } binding && KeyRotation.IsMinted(binding))
            {
                if (_targets.All(one => one.Binding!.Name != binding.Name))
                    _targets.Add(target);
            }
            else if (isPattern)
            {
                _foreign.Add(target.Name);
            }
            else
            {
                _refused++;
                TryItem(target.Name, () => throw (target.Binding is { } hand ? KeyErrors.NotMintedHere(hand) : NotBound(target)));
            }
        }

        PipedKey.WarnOfUnused(this, used: null);
    }

    /// <summary>Rotates them.</summary>
    protected override void EndProcessing() => DoLate(null, Rotate);

    private void Rotate()
    {
        if (_asksPattern)
            RegistryNotice.WarnOfNoApps(this);
        if (_foreign.Count > 0)
            WriteWarning(Strings.FormatKeysNotMintedHere(string.Join(", ", _foreign.Take(5)), DisplayFormat.Count(_foreign.Count)));
        if (_targets.Count == 0)
        {
            Tell(0, Refused + _refused);
            return;
        }

        var batch = new KeyBatch(this, ThrottleLimit);
        var options = new RotationOptions(
            KeepOld,
            TimeSpan.FromSeconds(GraceSeconds),
            OlderThan < 0 ? null : TimeSpan.FromDays(OlderThan)
        );
        var waiting = new List<OpenWorkspace>();
        var unopened = 0;
        foreach (var group in _targets.GroupBy(target => target.Connection.Name, AppName.Comparer))
        {
            var wanted = group.Where(target => ShouldProcess(target.Name, Confirmation)).ToList();
            if (wanted.Count == 0)
                continue;
            // Who may not end it does not begin it.
            if (batch.Open(wanted[0].Connection, open => RequireRole(open, wanted)) is not { } open)
            {
                unopened += wanted.Count;
                continue;
            }

            waiting.Add(open);
            foreach (var target in wanted)
                batch.Add(target.Name, target.Connection, target.Subject, call => RotateAsync(call, target.Binding!, options));
        }

        batch.Complete();
        var counts = batch.Counts;
        Tell(counts.Succeeded, counts.Failed + unopened + Refused + _refused);
        if (GraceSeconds > 0 && counts.Succeeded > 0)
            batch.Await((work, context) => WaitAndRevokeAsync(work, context, waiting));
    }

    private protected override bool TakesKnowledge => true;

    private protected override string MissingAction => Strings.FormatAppsNotNamedActionAll(CommandName);

    private protected override void PassOver(AppBinding binding) => _foreign.Add(binding.Name);

    // How old a key is, the server knows, which a -WhatIf does not ask.
    private string Confirmation
    {
        get
        {
            var action = KeepOld ? Strings.ConfirmRotateKeeping : Strings.ConfirmRotate;
            return OlderThan > 0 ? Strings.FormatConfirmRotateOld(action, DisplayFormat.Count(OlderThan)) : action;
        }
    }

    private void RequireRole(OpenWorkspace open, IReadOnlyList<KeyTarget> wanted)
    {
        if (KeepOld)
            return;
        var what = wanted.Count == 1 ? wanted[0].Name : Strings.FormatAppsOfWorkspace(open.Connection.Name);
        KeyErrors.RequireRevoking(open.Connection, what, what, CommandName, NamesToKeep(open.Connection, wanted));
    }

    // Those that an editor may make new keys for, as they are typed on a command line: keys of knowledge are not among them.
    private string? NamesToKeep(WorkspaceConnection connection, IReadOnlyList<KeyTarget> wanted)
    {
        var apps = wanted.Where(target => target.AppId is not null).Select(target => Quoting.Quote(target.Name)).ToList();
        // Many names are no line that anybody types.
        if (wanted.Count > NamesInLine)
            return apps.Count == wanted.Count ? $"* -Workspace {Quoting.Quote(connection.Name)}" : null;
        var place = IsOfAllItems(nameof(Workspace)) && Workspace is { Length: > 0 } named ? $" -Workspace {Quoting.Quote(named)}" : null;
        return apps.Count == 0 ? null : string.Join(", ", apps) + place;
    }

    // Of one key its error, or what is seen of it, says all.
    private void Tell(long rotated, long failed)
    {
        if (Stopping || rotated + _young + _overtaken + failed == 0)
            return;
        var text = Strings.FormatKeysSummary(DisplayFormat.Count(rotated), DisplayFormat.Count(_young), DisplayFormat.Count(failed));
        if (_overtaken > 0)
            text += " " + Strings.FormatKeysOvertaken(DisplayFormat.Count(_overtaken));
        if (failed == 0)
            WriteInformation(DisplayFormat.Text(text), []);
        else if (rotated + _young + _overtaken + failed > 1)
            WriteWarning(text);
    }

    private async Task RotateAsync(KeyInvocation call, AppBinding seen, RotationOptions options)
    {
        var (binding, outcome) = await new KeyRotation(call.Work).RotateAsync(call.Open, seen, options, call.Token).ConfigureAwait(false);
        if (outcome != RotationOutcome.Rotated)
        {
            call.Context.IsSkipped = true;
            Interlocked.Increment(ref outcome == RotationOutcome.Young ? ref _young : ref _overtaken);
            call.Context.WriteVerbose(
                outcome == RotationOutcome.Young
                    ? Strings.FormatVerboseKeyYoung(binding.Name)
                    : Strings.FormatVerboseKeyOvertaken(binding.Name)
            );
            return;
        }

        if (PassThru)
            call.Context.WriteObject(new DifyApp(binding, call.Context.Registry));
    }

    // The keys of before are in the journal with their time: whoever comes next revokes them, should this end before.
    private async Task WaitAndRevokeAsync(KeyWork work, PipelineContext context, IReadOnlyList<OpenWorkspace> workspaces)
    {
        using var progress = new QuietProgress(context.WriteProgress, Strings.ProgressGrace);
        while (NextOf(work, workspaces) is { } moment)
        {
            var left = moment - DateTimeOffset.UtcNow;
            if (left > TimeSpan.Zero)
            {
                progress.Show(
                    Strings.FormatProgressGraceLeft(DisplayFormat.Duration(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))),
                    Math.Max(0, Math.Min(100, 100 - (int)(100 * left.TotalSeconds / GraceSeconds)))
                );
                await Task.Delay(left < TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1), StopToken).ConfigureAwait(false);
                continue;
            }

            var before = work.Minter.Journal.Operations.Count;
            foreach (var open in workspaces)
                await work.SettleAllAsync(open, StopToken).ConfigureAwait(false);
            // What could not be revoked was told, and stays for the next run.
            if (work.Minter.Journal.Operations.Count == before)
                return;
        }
    }

    private DateTimeOffset? NextOf(KeyWork work, IReadOnlyList<OpenWorkspace> workspaces) =>
        workspaces
            .SelectMany(work.Left)
            .Where(one => one.Step == KeyStep.Revoking && _targets.Any(target => DifyId.AreSame(target.AppId, one.AppId)))
            .Min(one => one.RevokeAfter);

    private static DifyCommandException NotBound(KeyTarget target) =>
        new(
            "AppNotFound",
            ErrorCategory.ObjectNotFound,
            Strings.FormatWorkspaceAppNotBound(target.Name),
            Strings.WorkspaceAppNotBoundAction,
            target.Name
        );
}
