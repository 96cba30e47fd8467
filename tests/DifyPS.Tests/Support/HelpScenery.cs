using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dify.Simulator;

namespace DifyPS.Tests.Support;

/// <summary>
/// What the examples of the help take for granted: apps by the names that stand in them, keys in variables, a file of keys.
/// </summary>
internal static class HelpScenery
{
    /// <summary>Apps that are registered when an example speaks of them.</summary>
    private static readonly IReadOnlyDictionary<string, (string Mode, Action<SimulatedApp>? Configure)> Apps = new Dictionary<
        string,
        (string, Action<SimulatedApp>?)
    >
    {
        ["approver"] = ("workflow", app => app.Script = new ChatScript { Pause = new SimulatedForm() }),
        ["reader"] = ("workflow", app => app.AddInput("file", "report", required: true, allowedFileTypes: ["document"])),
        ["reviewer"] = ("advanced-chat", app => app.Script = new ChatScript { Pause = new SimulatedForm() }),
        ["triage"] = ("workflow", app =>
            app.AddInput("text-input", "topic", required: true).AddInput("select", "tone", options: ["formal", "casual"])
        ),
        ["writer"] = ("completion", app => app.AddInput("paragraph", "text", required: true)),
    };

    /// <summary>Apps that examples register themselves, with the key in a variable such as $dogKey.</summary>
    private static readonly IReadOnlyDictionary<string, string> Keys = new Dictionary<string, string> { ["second"] = "workflow" };

    /// <summary>What lies in the folder in which examples run.</summary>
    private static readonly string[] Files = ["report.pdf", "question.mp3"];

    /// <summary>Sets the stage for an example. A cat and the key of a dog are always there.</summary>
    public static void Set(Stage stage, string example)
    {
        var (cat, _) = stage.Register("Cat", configure: SetCat);
        foreach (var name in Files)
            File.WriteAllText(Path.Combine(stage.Folder, name), name);
        var (_, dogKey) = stage.AddApp("Dog");
        stage.SetKey("newKey", cat.CreateKey(Canary.NewKey()));
        File.WriteAllText(Path.Combine(stage.Folder, "keys.csv"), $"Name,ApiKey,Server\ndog,{dogKey},{stage.Server}\n");
        File.WriteAllText(Path.Combine(stage.Folder, "questions.csv"), "Id,Question\n7,Who are you?\n");
        foreach (var (name, app) in Apps)
        {
            if (Regex.IsMatch(example, $@"\b{name}\b"))
                stage.Register(Capital(name), app.Mode, app.Configure);
        }

        if (Regex.IsMatch(example, "DifyWorkspace|-Dify(App|Knowledge)Key|-DifyApp(Api|Dsl)"))
            SetWorkspace(stage, example);
        if (Regex.IsMatch(example, "App(Key|Api)|Export-DifyAppDsl"))
            stage.Good($"Register-DifyApp cat -AppId {cat.Id} -Force");

        foreach (var (name, mode) in Keys)
        {
            if (example.Contains($"${name}Key", StringComparison.Ordinal))
                stage.AddApp(Capital(name), mode);
        }
    }

    // What signs in, in variables; and the connection "work", unless the example makes it itself.
    private static void SetWorkspace(Stage stage, string example)
    {
        var console = stage.Dify.State.Console;
        var password = Canary.NewKey("");
        console.AddAccount("ann@example.com", password);
        console.AdminKey = Canary.NewKey("");
        stage.SetKey("adminKey", console.AdminKey);
        stage.Shell.SetVariable("credential", new PSCredential("ann@example.com", Canary.Secure(password)));
        if (!example.Contains("-Server", StringComparison.Ordinal))
            stage.Good("Connect-DifyWorkspace work -Server $server -Credential $credential -Remember");
    }

    // The cat is in most examples, so it has every feature that one of them needs.
    private static void SetCat(SimulatedApp cat)
    {
        cat.Parameters["suggested_questions_after_answer"]!["enabled"] = true;
        cat.Parameters["speech_to_text"]!["enabled"] = true;
        cat.Parameters["text_to_speech"]!["enabled"] = true;
        cat.Parameters["text_to_speech"]!["voice"] = "alloy";
        cat.ConversationVariables =
        [
            new SimulatedVariable("mood", "string", "calm", "How the cat feels."),
            new SimulatedVariable("likes", "array[string]", new JsonArray("milk")),
        ];
    }

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
