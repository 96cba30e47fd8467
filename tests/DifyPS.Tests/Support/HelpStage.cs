using System.IO;
using System.Text.Json.Nodes;
using Dify.Simulator;

namespace DifyPS.Tests.Support;

/// <summary>What the examples of the help pages find: the apps, keys and files that they name.</summary>
internal static class HelpStage
{
    /// <summary>What lies in the folder in which the examples run.</summary>
    private static readonly string[] FilesOfExamples = ["report.pdf", "question.mp3"];

    public static void Set(Stage stage)
    {
        var (cat, _) = stage.Register("Cat", configure: SetCat);
        stage.SetKey("newKey", cat.CreateKey(Canary.NewKey()));
        foreach (var name in FilesOfExamples)
            File.WriteAllText(Path.Combine(stage.Folder, name), name);
        var (_, dogKey) = stage.AddApp("Dog");
        File.WriteAllText(Path.Combine(stage.Folder, "keys.csv"), $"Name,ApiKey,Server\ndog,{dogKey},{stage.Server}\n");
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
}
