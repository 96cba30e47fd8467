namespace Dify.Client.Workspaces.Keys;

/// <summary>What became of a key that was to be deleted. Whatever it is, the key opens nothing in this workspace any more.</summary>
public enum KeyRemoval
{
    /// <summary>It was deleted.</summary>
    Deleted,

    /// <summary>It was gone already.</summary>
    WasGone,

    /// <summary>Its app is not in this workspace. It was deleted, or the session is in another workspace: then the key lives on.</summary>
    AppNotFound,
}
