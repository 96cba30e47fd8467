using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Files;

/// <summary>An uploaded file as the upload's answer has it.</summary>
internal static class StoredFileJson
{
    public static JsonObject Of(ApiCall call, StoredFile file) => new()
    {
        ["id"] = file.Id.ToString(),
        ["reference"] = null,
        ["name"] = file.Name,
        ["size"] = file.Size,
        ["extension"] = file.Extension,
        ["mime_type"] = file.MimeType,
        ["created_by"] = file.App.EndUsers.IdOf(file.User).ToString(),
        ["created_at"] = file.CreatedAt,
        ["preview_url"] = null,
        ["source_url"] = FileRoutes.PreviewUrl(call, file.Id.ToString()),
        ["original_url"] = null,
        ["user_id"] = null,
        ["tenant_id"] = call.State.WorkspaceId.ToString(),
        ["conversation_id"] = null,
        ["file_key"] = null,
    };
}
