namespace DifyPS.Bindings.Identity;

/// <summary>Which apps, and which kind of key, a cmdlet is for: as Dify's description of its APIs has it.</summary>
internal enum AppScope
{
    /// <summary>Names of every kind.</summary>
    Any,

    /// <summary>Apps of every mode.</summary>
    App,

    /// <summary>Chatbots, agents of both kinds, and chatflows.</summary>
    Chat,

    /// <summary>Chatbots, agents of the older kind, and chatflows.</summary>
    ChatButNewAgent,

    /// <summary>Apps whose answers are messages that can be rated: the same, and text generators.</summary>
    Messages,

    /// <summary>Text generators.</summary>
    Completion,

    /// <summary>Workflows.</summary>
    Workflow,

    /// <summary>Workflows and chatflows.</summary>
    Runs,

    /// <summary>Apps that keep a log or conversations: all but text generators.</summary>
    Kept,

    /// <summary>Knowledge keys.</summary>
    Knowledge,
}
