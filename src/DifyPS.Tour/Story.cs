using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>The story: three apps, a key each, and everything that can happen to a key; then all of them at once.</summary>
internal sealed class Story : IAsyncDisposable
{
    private readonly SimulatorHost _dify;
    private readonly ShownText _text;
    private readonly Narrator _narrator;
    private readonly SimulatedApp _cat;
    private readonly SimulatedApp _dog;
    private readonly SimulatedApp _desk;

    private string _catKey;
    private readonly string _dogKey;
    private readonly string _deskKey;

    private Story(SimulatorHost dify, ShownText text)
    {
        _dify = dify;
        _text = text;
        _cat = dify.State.AddApp("Cat", "chat");
        _dog = dify.State.AddApp("Dog", "chat");
        _catKey = _cat.CreateKey();
        _dogKey = _dog.CreateKey();
        // The desk answers what the cat is asked for, and a person has to agree.
        _desk = dify.State.AddApp("Desk", "workflow", app =>
        {
            app.AddInput("text-input", "wish", required: true);
            app.Script = new ChatScript { Pause = new SimulatedForm { Title = "Approval", Content = "May the cat have this?" } };
        });
        _deskKey = _desk.CreateKey();
        _narrator = new Narrator(text, NewSession());
    }

    public Session Session => _narrator.Session;

    public int Steps => _narrator.Steps;

    public int Failures => _narrator.Failures;

    public static async Task<Story> StartAsync(ShownText text) =>
        new(await SimulatorHost.StartAsync().ConfigureAwait(false), text);

    public void Play()
    {
        _text.WriteLine(
            $"A simulated Dify listens at {_dify.BaseUri}, with two chat apps, Cat and Dog, a workflow, Desk, and a key for each."
        );
        Session.Run("Register-SecretVault -Name Memory -ModuleName InMemory -DefaultVault");
        Keep("catKey", _catKey);
        Keep("dogKey", _dogKey);
        Keep("deskKey", _deskKey);

        Chapter(
            "Bind each app's key to a name",
            "$catKey and $dogKey hold the keys as SecureStrings, as Read-Host -AsSecureString gives them."
        );
        Step("Register-DifyApp cat $catKey -Server $server -User alice", r => r.Errors.Count == 0);
        Step("Register-DifyApp dog $dogKey -Server $server -User alice", r => r.Errors.Count == 0);
        Step("Get-DifyApp", r =>
            r.Output.Count == 2 && r.Text.Contains("Cat", StringComparison.Ordinal) && r.Text.Contains("Dog", StringComparison.Ordinal)
        );

        Chapter("Talk to an app by its name", null);
        Step("Invoke-DifyChat cat 'Hello, who are you?' -Stream", r =>
            r.Errors.Count == 0 && r.Text.Contains("Cat here", StringComparison.Ordinal)
        );
        Step("$reply = Invoke-DifyChat dog 'Are you the cat?'; $reply", r => r.Text.Contains("Dog here", StringComparison.Ordinal));
        Step("$reply | Invoke-DifyChat -Message 'And what did I say before?'", r =>
            r.Text.Contains("you said before: 'Are you the cat?'", StringComparison.Ordinal)
        );

        Workflow();

        Chapter("One key, one name", "A key belongs to exactly one app, so a second name for it is a mistake waiting to happen.");
        Step("Register-DifyApp tiger $catKey -Server $server", r => r.ErrorId == "KeyAlreadyBound");

        Rotate();
        WrongPaste();

        Chapter("Look after them all", null);
        Step("Test-DifyApp", r => r.Output.Count == 2 && Narrator.Count(r, "WrongApp") == 1 && Narrator.Count(r, "Ok") == 1);
        Step("Set-DifyApp cat -ApiKey $catKey", r => r.Errors.Count == 0);
        Step("Test-DifyApp -Quiet", r => r.Output.Count == 1 && true.Equals(r.Output[0].BaseObject));
        Step("Unregister-DifyApp cat, dog", r => r.Errors.Count == 0);
        Step("Get-DifyApp", r => r.Output.Count == 0);

        new WorkspaceStory(_dify, _narrator).Play(_cat, _dog, _desk);
    }

    /// <summary>Where the simulated Dify is.</summary>
    public string Server => _dify.BaseUri.AbsoluteUri.TrimEnd('/');

    /// <summary>Registers both apps again, for a prompt that follows.</summary>
    public void PrepareToPlayOn()
    {
        Keep("catKey", _catKey);
        Session.Run("Register-SecretVault -Name Memory -ModuleName InMemory -DefaultVault");
        Session.Run("Register-DifyApp cat $catKey -Server $server; Register-DifyApp dog $dogKey -Server $server");
    }

    public async ValueTask DisposeAsync()
    {
        Session.Dispose();
        await _dify.DisposeAsync().ConfigureAwait(false);
    }

    private void Workflow()
    {
        Chapter(
            "Run a workflow",
            "The desk is a workflow with one input, wish, and each run waits for a person. Objects fill its inputs; other columns are passed over."
        );
        Step("Register-DifyApp desk $deskKey -Server $server -User alice", r => r.Errors.Count == 0);
        Step(
            "$runs = [pscustomobject] @{ Id = 1; Wish = 'fish' }, [pscustomobject] @{ Id = 2; Wish = '' } | Invoke-DifyWorkflow desk; $runs",
            r => r.ErrorId == "InvalidInputs" && r.Output.Count == 1 && r.Text.Contains("Go on with:", StringComparison.Ordinal)
        );
        Step("$runs | Submit-DifyHumanInputForm -Action approve -Inputs @{ comment = 'A small one.' }", r =>
            r.Errors.Count == 0 && r.Text.Contains("wish='fish'", StringComparison.Ordinal)
        );
        Step("Unregister-DifyApp desk", r => r.Errors.Count == 0);
    }

    private void Rotate()
    {
        Chapter(
            "Rotate a key",
            "The cat's key is rotated in Dify: a new one is made, the old one revoked. The new one is put into the vault."
        );
        var old = _catKey;
        _catKey = _cat.CreateKey();
        _cat.RevokeKey(old);
        Keep("newKey", _catKey);
        Step("Set-Secret DifyPS-cat $newKey -Vault Memory", r => r.Errors.Count == 0);
        Step("Invoke-DifyChat cat 'Still there?'", r => r.Errors.Count == 0 && r.Text.Contains("Cat here", StringComparison.Ordinal));
        Keep("catKey", _catKey);
    }

    private void WrongPaste()
    {
        Chapter(
            "Paste a wrong key",
            "Somebody puts the dog's key into the cat's secret, behind the module's back. The session ends, and another begins."
        );
        Step("Set-Secret DifyPS-cat $dogKey -Vault Memory", r => r.Errors.Count == 0);
        Step("Remove-Module DifyPS", r => r.Errors.Count == 0);
        Session.Dispose();
        _narrator.Session = NewSession();
        Keep("catKey", _catKey);
        Keep("dogKey", _dogKey);
        _dify.Requests.Clear();
        Step("Invoke-DifyChat cat 'A secret for the cat only'", r => r.ErrorId == "AppIdentityMismatch" && OnlyAskedWho());
        _text.WriteLine(
            "# What the server was asked meanwhile: " + string.Join(", ", _dify.Requests.Snapshot().Select(q => $"{q.Method} {q.Path}"))
        );
    }

    private bool OnlyAskedWho() =>
        _dify.Requests.Snapshot() is { Count: 1 } requests && requests[0].Method == "GET" && requests[0].Path == "/info";

    private Session NewSession()
    {
        var session = new Session(_text);
        session.SetVariable("server", Server);
        return session;
    }

    private void Keep(string variable, string key) => Session.SetVariable(variable, Narrator.Secure(key));

    private void Chapter(string title, string? explanation) => _narrator.Chapter(title, explanation);

    private void Step(string command, Func<SessionResult, bool> holds) => _narrator.Step(command, holds);
}
