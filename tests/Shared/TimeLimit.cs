using System;
using System.Collections.Generic;
using System.Reflection;
using System.Threading;
using Xunit;
using Xunit.v3;

namespace Dify.TestSupport;

/// <summary>
/// Holds every test of an assembly to a limit. One that takes longer is cancelled, and fails; if that does not end
/// it, the whole run ends and says which test it was: a suite that hangs tells nobody anything.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TimeLimitAttribute : BeforeAfterTestAttribute
{
    // Long: only what hangs is to meet it, on the busiest of machines.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private static readonly AsyncLocal<TestWatch?> Current = new();

    /// <summary>Has something done when the test under way has reached its limit: what its cancellation token does not stop.</summary>
    public static void OnExpired(Action stop) => Current.Value?.OnExpired(stop);

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var watch = new TestWatch(test.TestDisplayName, Limit, Grace, End, TimeProvider.System);
        watch.OnExpired(TestContext.Current.CancelCurrentTest);
        Current.Value = watch;
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Current.Value?.Finish();

    private static void End(string message)
    {
        Console.Error.WriteLine(message);
        // At once: what hangs might hold up an orderly end.
        System.Diagnostics.Process.GetCurrentProcess().Kill();
    }
}

/// <summary>The limit of one test.</summary>
internal sealed class TestWatch
{
    private readonly string _name;
    private readonly TimeSpan _limit;
    private readonly TimeSpan _grace;
    private readonly Action<string> _end;
    private readonly List<Action> _stops = [];
    private readonly ITimer _timer;
    private bool _isExpired;

    public TestWatch(string name, TimeSpan limit, TimeSpan grace, Action<string> end, TimeProvider time)
    {
        _name = name;
        _limit = limit;
        _grace = grace;
        _end = end;
        _timer = time.CreateTimer(_ => Expire(), null, limit, Timeout.InfiniteTimeSpan);
    }

    private string Message => $"The test '{_name}' did not end within {_limit}.";

    public void OnExpired(Action stop)
    {
        lock (_stops)
            _stops.Add(stop);
    }

    /// <summary>The test has ended. That it had to be stopped is a failure.</summary>
    public void Finish()
    {
        _timer.Dispose();
        lock (_stops)
        {
            if (_isExpired)
                throw new TimeoutException(Message);
        }
    }

    private void Expire()
    {
        Action[] stops;
        lock (_stops)
        {
            if (_isExpired)
            {
                _end($"{Message} Nor did it {_grace} after it was stopped, so the run ends here.");
                return;
            }

            _isExpired = true;
            stops = [.. _stops];
        }

        _timer.Change(_grace, Timeout.InfiniteTimeSpan);
        foreach (var stop in stops)
            stop();
    }
}
