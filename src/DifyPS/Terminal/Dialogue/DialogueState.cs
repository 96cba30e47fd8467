using System;
using System.Collections;
using System.Collections.Generic;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What was said last, for it to be said again.</summary>
internal sealed record SentMessage(string Text, IReadOnlyList<object> Files);

/// <summary>How a dialogue stands.</summary>
internal sealed class DialogueState
{
    public DialogueState(string user, IDictionary? inputs)
    {
        User = user;
        foreach (DictionaryEntry input in inputs ?? new Hashtable())
            Inputs[input.Key.ToString()!] = input.Value;
    }

    /// <summary>The end user who speaks.</summary>
    public string User { get; set; }

    /// <summary>The conversation; null before its first message.</summary>
    public string? ConversationId { get; set; }

    /// <summary>The last message of the conversation, with the app's answer.</summary>
    public string? MessageId { get; set; }

    /// <summary>Values for the app's input variables; a conversation keeps those that it began with.</summary>
    public Hashtable Inputs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files that go with the next message.</summary>
    public List<object> Files { get; } = new();

    /// <summary>What the user said last.</summary>
    public SentMessage? Last { get; set; }

    /// <summary>Questions that the number keys stand for.</summary>
    public IReadOnlyList<string> Questions { get; set; } = Array.Empty<string>();

    /// <summary>The conversations that were listed last, by their ids.</summary>
    public IReadOnlyList<string> Listed { get; set; } = Array.Empty<string>();

    /// <summary>Files that were saved from here, and may be written again.</summary>
    public HashSet<string> Saved { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the dialogue is to end.</summary>
    public bool IsOver { get; set; }

    /// <summary>Goes to another conversation; null for a new one.</summary>
    public void GoTo(string? conversationId)
    {
        (ConversationId, MessageId, Last) = (conversationId, null, null);
        Questions = Array.Empty<string>();
    }
}
