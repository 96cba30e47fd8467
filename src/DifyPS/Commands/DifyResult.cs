namespace DifyPS;

/// <summary>
/// What came of a run. It carries the names of app and user, so that it flows to the next cmdlet.
/// </summary>
// Over the client's model, without a type argument for the reason told at DifyRecord.
public abstract class DifyResult
{
    private protected DifyResult(string app, string user, object model)
    {
        App = app;
        User = user;
        Raw = model;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user who asked; what an app keeps of it is visible to this one only.</summary>
    public string User { get; }

    private protected object Raw { get; }
}
