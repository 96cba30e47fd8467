using Dify.Client.Paging;

namespace Dify.Client.Workspaces;

/// <summary>Whose session it is.</summary>
public sealed class Account : DifyResource
{
    /// <summary>Dify's id.</summary>
    public string Id
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The name.</summary>
    public string Name
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The e-mail address.</summary>
    public string Email
    {
        get => field ?? string.Empty;
        init;
    }
}
