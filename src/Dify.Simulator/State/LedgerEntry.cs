using System.Text.Json.Nodes;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>The runs with the same inputs.</summary>
internal sealed class LedgerEntry(string key, JsonObject inputs)
{
    private int _started;
    private int _succeeded;
    private int _failed;
    private int _stopped;

    public string Key => key;

    public JsonObject Inputs => inputs;

    public RunCount Count => new(_started, _succeeded, _failed, _stopped);

    public void Begin() => Interlocked.Increment(ref _started);

    public void End(string status)
    {
        switch (status)
        {
            case RunStatus.Failed:
                Interlocked.Increment(ref _failed);
                break;
            case RunStatus.Stopped:
                Interlocked.Increment(ref _stopped);
                break;
            default:
                Interlocked.Increment(ref _succeeded);
                break;
        }
    }
}
