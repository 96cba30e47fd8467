using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Terminal;
using Xunit;

namespace DifyPS.Tests.Support.Terminals;

/// <summary>A conversation under way in a session, with a test at its keyboard.</summary>
internal sealed class Talk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PowerShell _shell;
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly IAsyncResult _running;

    public Talk(Stage stage, string command, FakeTerminal? terminal = null)
    {
        Terminal = terminal ?? new FakeTerminal();
        TerminalSource.StandIn = () => Terminal;
        _shell = stage.Shell.NewShell();
        // Lines of -Verbose would stand in the midst of what is drawn.
        _shell.AddScript("$VerbosePreference = 'SilentlyContinue'; " + command);
        _running = _shell.BeginInvoke<PSObject, PSObject>(null, _output);
    }

    public FakeTerminal Terminal { get; }

    public IReadOnlyList<ErrorRecord> Errors => _shell.Streams.Error.ToList();

    /// <summary>Waits for the prompt for the so many-th time, and types a line there.</summary>
    public Talk Say(int prompt, string text)
    {
        Terminal.WaitFor("cat>", prompt);
        Terminal.Enter(text);
        return this;
    }

    /// <summary>Waits for the command's end, and gives what it gave.</summary>
    public IReadOnlyList<object> End()
    {
        Assert.True(_running.AsyncWaitHandle.WaitOne(Patience), "The conversation did not end:\n" + Terminal.Text);
        _shell.EndInvoke(_running);
        Assert.True(Terminal.IsClosed);
        return _output.Select(one => one.BaseObject).ToList();
    }

    /// <summary>Stops the pipeline, as a host does that is closed.</summary>
    public Task StopAsync() => Task.Factory.FromAsync(_shell.BeginStop(null, null), _shell.EndStop);

    public void Dispose()
    {
        TerminalSource.StandIn = null;
        _shell.Dispose();
    }
}
