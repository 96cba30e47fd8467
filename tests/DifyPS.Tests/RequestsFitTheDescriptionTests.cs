using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using Dify.TestSupport;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Holds everything that the module sent during this run against Dify's published description.</summary>
[Collection(LastThingsLast.Collection)]
public sealed class RequestsFitTheDescriptionTests
{
    [ContractFact]
    public async Task Every_request_is_one_that_Dify_takes()
    {
        var description = Description.Get();
        var problems = new List<string>();
        // Files at signed addresses lie beside the API, and its welcome, which tells the version, is not described.
        foreach (
            var request in Stage
                .AllRequests.Where(request => request.Target.StartsWith("/v1/", System.StringComparison.Ordinal))
                .Where(request => request.Target != "/v1/")
                .OrderBy(request => request.Time)
        )
        {
            problems.AddRange(await description.FindProblemsAsync(request));
        }
        Assert.NotEmpty(Stage.AllRequests);
        Assert.Empty(problems.Distinct());
    }

    [ContractTheory]
    [InlineData("POST", "/chat-messages", "{\"query\":\"hi\",\"user\":\"a\"}")]
    [InlineData("POST", "/nowhere", "{}")]
    [InlineData("DELETE", "/info", null)]
    [InlineData("GET", "/info?x=1", null)]
    [InlineData("GET", "/messages", null)]
    public async Task A_request_that_does_not_fit_is_found(string method, string target, string? body)
    {
        var description = Description.Get();
        await using var stage = await Stage.SetAsync();
        using var http = new System.Net.Http.HttpClient();
        using var request = new System.Net.Http.HttpRequestMessage(new(method), stage.Server + target);
        if (body is not null)
            request.Content = new System.Net.Http.StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.NotEmpty(await description.FindProblemsAsync(stage.Requests.Single()));
        stage.Dify.Requests.Clear();
    }
}
