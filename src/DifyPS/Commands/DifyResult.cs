namespace DifyPS;

/// <summary>
/// What came of a run, over the client's model. It carries the names of app and user, so that it flows to the next cmdlet.
/// </summary>
/// <typeparam name="T">The model.</typeparam>
public abstract class DifyResult<T>
    where T : class
{
    private protected DifyResult(string app, string user, T model)
    {
        App = app;
        User = user;
        Model = model;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user who asked; what an app keeps of it is visible to this one only.</summary>
    public string User { get; }

    private protected T Model { get; }
}
