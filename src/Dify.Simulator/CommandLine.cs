using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Dify.Simulator.Control;

namespace Dify.Simulator;

/// <summary>The options of the server when it runs by itself.</summary>
internal sealed class CommandLine
{
    public const string Usage =
        """
        Dify.Simulator [options]
          --urls URL              where to listen (http://127.0.0.1:5001); port 0 takes a free one
          --app NAME[:MODE[:KEY]] adds an app, with a key of its own; may be given again
          --knowledge [KEY]       adds a knowledge key; may be given again
          --console VERSION       the version of Dify that the console is of (1.20.0)
          --account EMAIL:PASSWORD[:ROLE] adds an account of the console, its owner unless a role is named; may be given again
          --admin-key KEY         the console takes this admin key
          --events N              apps answer with N events
          --delay MS              the time between events
          --duration MS           the time a run takes at least
          --script JSON           how the app named before answers, instead of these
          --ping SECONDS          how long a stream may be quiet before a ping (10)
          --quiet                 doesn't print the apps and their keys
          --parent PID            ends when that process has ended
          --until-stdin-closes    ends when standard input does
        """;

    public string Urls { get; private set; } = "http://127.0.0.1:5001";

    public List<string[]> Apps { get; } = [];

    public List<string?> Knowledge { get; } = [];

    /// <summary>The version of Dify that the console is of.</summary>
    public string? Console { get; private set; }

    public List<string[]> Accounts { get; } = [];

    public string? AdminKey { get; private set; }

    public int Events { get; private set; }

    public TimeSpan Delay { get; private set; }

    public TimeSpan Duration { get; private set; }

    /// <summary>The scripts of apps, by their place among them.</summary>
    public Dictionary<int, ChatScript> Scripts { get; } = [];

    public TimeSpan Ping { get; private set; } = TimeSpan.FromSeconds(10);

    public bool Quiet { get; private set; }

    public int? Parent { get; private set; }

    public bool UntilStdinCloses { get; private set; }

    /// <exception cref="FormatException">It can't be understood.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var at = 0; at < arguments.Count; at++)
        {
            string Value() => at + 1 < arguments.Count ? arguments[++at] : throw new FormatException($"{arguments[at]} needs a value.");
            double Number() => double.TryParse(Value(), CultureInfo.InvariantCulture, out var number) && number >= 0
                ? number
                : throw new FormatException($"{arguments[at]} is no number.");
            switch (arguments[at])
            {
                case "--urls":
                    line.Urls = Value();
                    break;
                case "--app":
                    line.Apps.Add(Value().Split(':', 3));
                    break;
                case "--knowledge":
                    line.Knowledge.Add(at + 1 < arguments.Count && !arguments[at + 1].StartsWith('-') ? Value() : null);
                    break;
                case "--console":
                    line.Console = Version.TryParse(Value(), out var version)
                        ? version.ToString()
                        : throw new FormatException("--console needs a version such as 1.14.0.");
                    break;
                case "--account":
                    line.Accounts.Add(
                        Value().Split(':', 3) is { Length: > 1 } parts ? parts : throw new FormatException("--account needs EMAIL:PASSWORD.")
                    );
                    break;
                case "--admin-key":
                    line.AdminKey = Value();
                    break;
                case "--events":
                    line.Events = (int)Number();
                    break;
                case "--delay":
                    line.Delay = TimeSpan.FromMilliseconds(Number());
                    break;
                case "--duration":
                    line.Duration = TimeSpan.FromMilliseconds(Number());
                    break;
                case "--script":
                    line.Scripts[line.Apps.Count > 0 ? line.Apps.Count - 1 : throw new FormatException("--script comes after its --app.")] =
                        Script(Value());
                    break;
                case "--ping":
                    line.Ping = TimeSpan.FromSeconds(Number());
                    break;
                case "--parent":
                    line.Parent = (int)Number();
                    break;
                case "--quiet":
                    line.Quiet = true;
                    break;
                case "--until-stdin-closes":
                    line.UntilStdinCloses = true;
                    break;
                default:
                    throw new FormatException($"There is no option {arguments[at]}.");
            }
        }

        return line;
    }

    /// <summary>Adds what was asked for.</summary>
    public void Apply(SimulatorState state)
    {
        state.PingInterval = Ping;
        state.Console.Version = Console ?? state.Console.Version;
        state.Console.AdminKey = AdminKey;
        foreach (var account in Accounts)
        {
            state.Console.AddAccount(account[0], account[1], account.Length > 2 ? account[2] : "owner");
        }

        foreach (var (index, parts) in Apps.Index())
        {
            var app = state.AddApp(parts[0], parts.Length > 1 ? parts[1] : "chat");
            app.Script = Scripts.GetValueOrDefault(index) ?? new ChatScript { Events = Events, Delay = Delay, Duration = Duration };
            _ = parts.Length > 2 ? app.CreateKey(parts[2]) : app.CreateKey();
        }

        foreach (var key in Knowledge)
        {
            var knowledge = state.AddKnowledge();
            _ = key is null ? knowledge.CreateKey() : knowledge.CreateKey(key);
        }
    }

    private static ChatScript Script(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ControlJson.Default.ChatScript) ?? throw new FormatException("--script is null.");
        }
        catch (JsonException e)
        {
            throw new FormatException("--script: " + e.Message);
        }
    }
}
