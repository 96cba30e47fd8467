namespace Dify.Client.Conversations;

/// <summary>The order of a list of conversations: what <c>sort_by</c> takes.</summary>
public static class ConversationOrder
{
    /// <summary>Those in which something was said last come first.</summary>
    public const string LastActiveFirst = "-updated_at";

    /// <summary>Those in which nothing was said for the longest time come first.</summary>
    public const string LastActiveLast = "updated_at";

    /// <summary>Those that began last come first.</summary>
    public const string NewestFirst = "-created_at";

    /// <summary>Those that began first come first.</summary>
    public const string OldestFirst = "created_at";
}
