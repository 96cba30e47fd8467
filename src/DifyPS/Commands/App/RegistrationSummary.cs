using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// What became of the apps of one command, told in one line at the end: as a warning where some were not bound by it, and else in the
/// information stream, which shows where somebody asks for it. Usable from any thread.
/// </summary>
internal sealed class RegistrationSummary
{
    private readonly ConcurrentQueue<string> _known = new();
    private int _begun;
    private int _bound;

    /// <summary>An app is begun with. What neither is bound, nor left alone, nor given up, has failed.</summary>
    public void Begin() => Interlocked.Increment(ref _begun);

    /// <summary>Somebody was asked, and said no; or nothing was meant to be done.</summary>
    public void GiveUp() => Interlocked.Decrement(ref _begun);

    public void Bind() => Interlocked.Increment(ref _bound);

    public void LeaveAlone(string name) => _known.Enqueue(name);

    /// <summary>Tells it, once all are done with.</summary>
    public void Tell(DifyCmdlet cmdlet)
    {
        if (_begun == 0 || cmdlet.Stopping)
            return;
        var left = _known.Count;
        var text = Strings.FormatAppsSummary(
            DisplayFormat.Count(_bound),
            DisplayFormat.Count(left),
            DisplayFormat.Count(_begun - _bound - left)
        );
        var names = _known.Distinct(AppName.Comparer).OrderBy(name => name, AppName.Comparer).ToList();
        var told = names.Count == 0 ? null : Strings.FormatAppsLeftAlone(SomeOf.List(names), DisplayFormat.Count(names.Count));
        // Of one app its error says all.
        if (_begun > 1 && _bound < _begun)
            cmdlet.WriteWarning(told is null ? text : text + " " + told);
        else if (told is not null)
            cmdlet.WriteWarning(told);
        else if (_bound > 0)
            cmdlet.WriteInformation(DisplayFormat.Text(text), []);
    }
}
