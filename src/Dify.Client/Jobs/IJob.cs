namespace Dify.Client.Jobs;

/// <summary>A job that Dify does by itself, and can be asked after.</summary>
public interface IJob
{
    /// <summary>The job.</summary>
    string Id { get; }

    /// <summary>How it stands, in Dify's word.</summary>
    string Status { get; }

    /// <summary>Whether it is over, well or not.</summary>
    bool IsOver { get; }
}
