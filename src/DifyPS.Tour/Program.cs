using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>Plays the story of the module on a simulated Dify and vaults in memory; nothing outside is touched.</summary>
public static class Program
{
    /// <summary>Exit code 0 when every step did what it says.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        var interactive = arguments.Contains("--interactive");
        var unknown = arguments.FirstOrDefault(argument => argument != "--interactive");
        if (unknown is not null)
        {
            await Console
                .Error.WriteLineAsync($"'{unknown}' is unknown; there is only --interactive, for a prompt at the end.")
                .ConfigureAwait(false);
            return 2;
        }

        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var folder = Directory.CreateTempSubdirectory("DifyPS.Tour.");
        try
        {
            Environment.SetEnvironmentVariable("DIFYPS_REGISTRY", Path.Combine(folder.FullName, "apps.json"));
            var text = new ShownText(Console.Out);
            var story = await Story.StartAsync(text).ConfigureAwait(false);
            await using (story.ConfigureAwait(false))
            {
                story.Play();
                text.WriteLine(story.Failures == 0
                    ? $"All {story.Steps} steps did what they say."
                    : $"{story.Failures} of {story.Steps} steps did not do what they say.");
                if (interactive)
                    await Prompt.RunAsync(story, folder.FullName).ConfigureAwait(false);
                return story.Failures == 0 ? 0 : 1;
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
