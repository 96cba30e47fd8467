using System;
using System.Linq;
using System.Management.Automation;
using Dify.Simulator;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>The same apps, and nobody copies a key: somebody signs in once, and all are bound, rotated and looked after.</summary>
internal sealed class WorkspaceStory(SimulatorHost dify, Narrator narrator)
{
    private const string Email = "ann@example.com";

    public void Play(SimulatedApp cat, SimulatedApp dog, SimulatedApp desk)
    {
        var password = Guid.NewGuid().ToString("N");
        dify.State.Console.AddAccount(Email, password);
        narrator.Session.SetVariable("signIn", new PSCredential(Email, Narrator.Secure(password)));

        narrator.Chapter(
            "Bind a whole workspace",
            "Ten apps are ten keys. Whoever signs in as an admin copies none of them; $signIn is what Get-Credential gives."
        );
        narrator.Step("Connect-DifyWorkspace work -Server $server -Credential $signIn", r => r.Errors.Count == 0);
        narrator.Step("Get-DifyWorkspaceApp work", r => r.Errors.Count == 0 && r.Output.Count == 3);
        var byHand = KeysOf(cat, dog, desk);
        narrator.Step("Get-DifyWorkspaceApp work | Register-DifyApp -Name { $_.Name.ToLower() }", r => r.Errors.Count == 0);
        narrator.Step("Get-DifyApp", r => r.Output.Count == 3);
        narrator.Step("Invoke-DifyChat dog 'Who has made your key?'", r => r.Text.Contains("Dog here", StringComparison.Ordinal));

        narrator.Chapter("Rotate all keys", "Each is made, asked whose it is, stored, bound, and only then is the old one revoked.");
        var before = KeysOf(cat, dog, desk).Except(byHand).ToList();
        narrator.Step("Update-DifyAppKey *", r =>
            r.Errors.Count == 0 && before.Count == 3 && !before.Intersect(KeysOf(cat, dog, desk)).Any()
        );
        narrator.Step("Invoke-DifyChat cat 'Still there?'", r => r.Text.Contains("Cat here", StringComparison.Ordinal));

        narrator.Chapter("An app is deleted", "Somebody deletes the desk in Dify.");
        dify.State.RemoveApp(desk);
        narrator.Step("Test-DifyApp", r => Narrator.Count(r, "Ok") == 2 && Narrator.Count(r, "AppDeleted") == 1);
        narrator.Step("Get-DifyApp | Unregister-DifyApp", r => r.Errors.Count == 0);
        narrator.Step("Disconnect-DifyWorkspace work", r => r.Errors.Count == 0);
    }

    private static string[] KeysOf(params SimulatedApp[] apps) => [.. apps.SelectMany(app => app.Keys)];
}
