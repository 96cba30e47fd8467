namespace Dify.Client.Workspaces;

/// <summary>What an account may be in a workspace, and what each may do.</summary>
public static class WorkspaceRole
{
    /// <summary>The owner.</summary>
    public const string Owner = "owner";

    /// <summary>An administrator.</summary>
    public const string Admin = "admin";

    /// <summary>Who makes apps.</summary>
    public const string Editor = "editor";

    /// <summary>Who uses apps.</summary>
    public const string Normal = "normal";

    /// <summary>Who looks after knowledge.</summary>
    public const string DatasetOperator = "dataset_operator";

    /// <summary>Whether the role makes apps' keys, and exports and imports apps.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Whether it does; null when the role is not known, since Enterprise has roles of its own.</returns>
    public static bool? CanEdit(string? role) =>
        role switch
        {
            Owner or Admin or Editor => true,
            Normal or DatasetOperator => false,
            _ => null,
        };

    /// <summary>Whether the role deletes keys, makes those of knowledge and switches apps' APIs on and off.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Whether it does; null when the role is not known.</returns>
    public static bool? CanManage(string? role) =>
        role switch
        {
            Owner or Admin => true,
            Editor or Normal or DatasetOperator => false,
            _ => null,
        };
}
