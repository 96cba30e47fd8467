namespace DifyPS.Pipeline.Batch;

/// <summary>How many items of a pipeline are worked on at once, and how fast.</summary>
/// <param name="ThrottleLimit">The most items under way at once.</param>
/// <param name="RequestsPerMinute">The most items begun a minute; no limit when 0.</param>
/// <param name="Ordered">Whether output comes in the order of input.</param>
/// <param name="ExpectedCount">How many items will come; not known when 0.</param>
internal sealed record BatchOptions(int ThrottleLimit, int RequestsPerMinute, bool Ordered, int ExpectedCount = 0);
