using System;
using System.IO;
using System.Threading.Tasks;

namespace DifyPS.Tour;

/// <summary>A prompt to play on: a real PowerShell, and where there is none, a small one in the story's own session.</summary>
internal static class Prompt
{
    public static async Task RunAsync(Story story, string folder)
    {
        // In a file, where another process finds it.
        Environment.SetEnvironmentVariable("DIFYPS_STANDIN_FILE", Path.Combine(folder, "vaults.xml"));
        story.PrepareToPlayOn();
        if (!await PowerShellPrompt.RunAsync(story.Server, folder).ConfigureAwait(false))
            RunHere(story);
    }

    private static void RunHere(Story story)
    {
        Console.WriteLine(
            "The simulator is still up, with the apps 'cat' and 'dog'. 'exit' leaves. This prompt has the engine's own commands only."
        );
        while (true)
        {
            Console.Write("PS DifyPS> ");
            var line = Console.ReadLine();
            if (line is null || line.Trim() is "exit" or "quit")
                return;
            if (line.Trim().Length > 0)
                story.Session.Show(line);
        }
    }
}
