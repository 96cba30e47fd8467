using System;
using System.Text.Json.Nodes;

namespace Dify.Simulator.State;

/// <summary>What a new knowledge base looks like.</summary>
internal static class DatasetDefaults
{
    public static JsonObject Create(string name, long now)
    {
        var author = Guid.NewGuid().ToString();
        return new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["name"] = name,
            ["description"] = $"Simulated knowledge about {name}.",
            ["provider"] = "vendor",
            ["permission"] = "all_team_members",
            ["data_source_type"] = "upload_file",
            ["indexing_technique"] = "high_quality",
            ["app_count"] = 0,
            ["document_count"] = 0,
            ["word_count"] = 0,
            ["created_by"] = author,
            ["author_name"] = "Simulator",
            ["created_at"] = now,
            ["updated_by"] = author,
            ["updated_at"] = now,
            ["embedding_model"] = "simulated-embedding",
            ["embedding_model_provider"] = "simulator",
            ["embedding_available"] = true,
            ["retrieval_model_dict"] = new JsonObject
            {
                ["search_method"] = "semantic_search",
                ["reranking_enable"] = false,
                ["reranking_mode"] = null,
                ["reranking_model"] = new JsonObject { ["reranking_provider_name"] = "", ["reranking_model_name"] = "" },
                ["weights"] = null,
                ["top_k"] = 3,
                ["score_threshold_enabled"] = false,
                ["score_threshold"] = 0.0,
            },
            ["tags"] = new JsonArray(),
            ["doc_form"] = "text_model",
            ["external_knowledge_info"] = null,
            ["external_retrieval_model"] = null,
            ["doc_metadata"] = new JsonArray(),
            ["built_in_field_enabled"] = false,
            ["pipeline_id"] = null,
            ["runtime_mode"] = null,
            ["chunk_structure"] = null,
            ["icon_info"] = null,
            ["summary_index_setting"] = null,
            ["is_published"] = false,
            ["total_documents"] = 0,
            ["total_available_documents"] = 0,
            ["enable_api"] = true,
            ["is_multimodal"] = false,
            ["maintainer"] = "Simulator",
        };
    }
}
