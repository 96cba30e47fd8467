using System;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>A small prompt in the story's own session, to play on.</summary>
internal static class Prompt
{
    public static void Run(Story story)
    {
        story.PrepareToPlayOn();
        Console.WriteLine("The simulator is still up, with the apps 'cat' and 'dog'. 'exit' leaves.");
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
