using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>The console as a plain client meets it: what is strict here is what trips clients up there.</summary>
public sealed class ConsoleTests
{
    private const string Email = "ann@example.com";
    private const string Password = "secret password";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.10.0")]
    [InlineData("1.20.0")]
    public async Task Every_signed_in_request_needs_the_word_against_forged_ones(string version)
    {
        await using var api = await StartAsync(version);
        var cookies = await CookiesAsync(api);
        Assert.Equal(["access_token", "csrf_token", "refresh_token"], cookies.Keys.Order());
        var signed = $"access_token={cookies["access_token"]}; csrf_token={cookies["csrf_token"]}";

        Assert.Equal(200, await StatusAsync(api, "account/profile", signed, cookies["csrf_token"]));
        Assert.Equal(401, await StatusAsync(api, "account/profile", signed, csrf: null));
        Assert.Equal(401, await StatusAsync(api, "account/profile", signed, cookies["csrf_token"] + "x"));
        Assert.Equal(401, await StatusAsync(api, "account/profile", $"access_token={cookies["access_token"]}", cookies["csrf_token"]));
        Assert.Equal(401, await StatusAsync(api, "account/profile", cookie: null, csrf: null, bearer: cookies["access_token"]));
        Assert.Equal(
            200,
            await StatusAsync(api, "account/profile", $"csrf_token={cookies["csrf_token"]}", cookies["csrf_token"], cookies["access_token"])
        );
    }

    [Fact]
    public async Task Configuration_for_https_changes_the_names_of_cookies_and_looks_at_no_others()
    {
        await using var api = await StartAsync("1.14.0");
        api.State.Console.IsConfiguredForHttps = true;
        var cookies = await CookiesAsync(api);
        Assert.Equal(["__Host-access_token", "__Host-csrf_token", "__Host-refresh_token"], cookies.Keys.Order());
        var (access, csrf) = (cookies["__Host-access_token"], cookies["__Host-csrf_token"]);
        Assert.Equal(200, await StatusAsync(api, "account/profile", $"__Host-access_token={access}; __Host-csrf_token={csrf}", csrf));
        Assert.Equal(401, await StatusAsync(api, "account/profile", $"access_token={access}; csrf_token={csrf}", csrf));
    }

    [Fact]
    public async Task Token_that_renews_a_session_works_once()
    {
        await using var api = await StartAsync("1.14.0");
        var cookies = await CookiesAsync(api);
        var refresh = "refresh_token=" + cookies["refresh_token"];
        using var first = await SendAsync(api, HttpMethod.Post, "refresh-token", refresh, json: "{}");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var second = await SendAsync(api, HttpMethod.Post, "refresh-token", refresh, json: "{}");
        var error = await ReadAsync(second);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, "fail", false),
            (second.StatusCode, (string?)error["result"], error.ContainsKey("code"))
        );
    }

    [Fact]
    public async Task Logging_out_ends_the_newest_session_of_the_account_whichever_asks()
    {
        await using var api = await StartAsync("1.14.0");
        var mine = await CookiesAsync(api);
        var browser = api.State.Console.SignInBrowser(api.State.Console.Accounts[0]);
        using var left = await SendAsync(
            api,
            HttpMethod.Post,
            "logout",
            $"access_token={mine["access_token"]}; csrf_token={mine["csrf_token"]}",
            mine["csrf_token"],
            "{}"
        );
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.False(api.State.Console.TakesRefresh(browser));
        Assert.True(api.State.Console.TakesRefresh(mine["refresh_token"]));
    }

    [Fact]
    public async Task Plain_password_is_a_wrong_one_where_it_happens_to_be_base64_and_none_otherwise()
    {
        await using var api = await StartAsync("1.14.0");
        api.State.Console.Accounts[0].Password = "QUJD";
        for (var count = 0; count < 7; count++)
            Assert.Equal(401, await LogInAsync(api, "no base64!"));

        for (var count = 0; count < 5; count++)
            Assert.Equal(401, await LogInAsync(api, "QUJD"));

        Assert.Equal(429, await LogInAsync(api, Convert.ToBase64String(Encoding.UTF8.GetBytes("QUJD"))));
    }

    [Theory]
    [InlineData("1.8.1", "GET")]
    [InlineData("1.10.0", "GET")]
    [InlineData("1.10.1", "POST")]
    [InlineData("1.20.0", "POST")]
    public async Task Current_workspace_is_asked_for_by_another_method_from_1_10_1_on(string version, string method)
    {
        await using var api = await StartAsync(version);
        foreach (var one in (string[])["GET", "POST"])
        {
            var cookies = version == "1.8.1" ? null : await CookiesAsync(api);
            var bearer =
                version == "1.8.1"
                    ? (string?)
                        (await ReadAsync(await SendAsync(api, HttpMethod.Post, "login", json: LogInBody(Password))))["data"]![
                            "access_token"
                        ]
                    : null;
            var cookie = cookies is null ? null : $"access_token={cookies["access_token"]}; csrf_token={cookies["csrf_token"]}";
            using var response = await SendAsync(
                api,
                new HttpMethod(one),
                "workspaces/current",
                cookie,
                cookies?["csrf_token"],
                one == "POST" ? "{}" : null,
                bearer
            );
            Assert.Equal(one == method ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed, response.StatusCode);
        }
    }

    [Fact]
    public async Task Every_answer_tells_the_version()
    {
        await using var api = await StartAsync("1.14.0");
        using var missing = await SendAsync(api, HttpMethod.Get, "nowhere");
        using var service = await api.SendAsync(HttpMethod.Get, "info", "app-none");
        Assert.All([missing, service], response => Assert.Equal("1.14.0", Assert.Single(response.Headers.GetValues("X-Version"))));
    }

    [Fact]
    public async Task What_was_sent_is_noted_without_cookies_and_keys_and_faults_strike_here_too()
    {
        await using var api = await StartAsync("1.14.0");
        var cookies = await CookiesAsync(api);
        using (api.Host.Faults.Add(new Fault { Path = "/console/api/apps/*/api-keys", Status = 503 }))
        {
            Assert.Equal(
                503,
                await StatusAsync(api, $"apps/{Guid.NewGuid()}/api-keys", $"access_token={cookies["access_token"]}", cookies["csrf_token"])
            );
        }

        var noted = api.Host.Requests.Snapshot()[^1];
        Assert.Equal(FaultKind.Error, noted.Fault);
        Assert.All(cookies.Values, value => Assert.DoesNotContain(value, string.Join(' ', noted.Headers.Values), StringComparison.Ordinal));
        Assert.StartsWith("access_token=", noted.Headers["Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_process_sets_the_console_up()
    {
        await using var api = await Api.StartAsync();
        using var control = new HttpClient { BaseAddress = new Uri(api.Host.BaseUri, "/_simulator/") };
        var view = await ReadAsync(
            await control.PatchAsync("console", Json("""{"version":"1.10.0","adminKey":"k","isSetUp":false,"masksKeys":true}"""), Token)
        );
        Assert.Equal("1.10.0", (string?)view["version"]);
        Assert.Equal(("k", false, true), (api.State.Console.AdminKey, api.State.Console.IsSetUp, api.State.Console.MasksKeys));
        await ReadAsync(await control.PostAsync("console/workspaces/Other", null, Token));
        var account = await ReadAsync(
            await control.PostAsync(
                "console/accounts",
                Json("""{"email":"bob@example.com","password":"p","roles":{"Other":"editor"}}"""),
                Token
            )
        );
        Assert.Equal("editor", (string?)account["roles"]!["Other"]);
        Assert.Equal(api.State.Console.Workspaces[1].Id, api.State.Console.Account("bob@example.com")!.CurrentWorkspaceId);
        await ReadAsync(
            await control.PatchAsync(
                "console/accounts/bob@example.com",
                Json("""{"status":"banned","role":"admin","workspace":"Simulator"}"""),
                Token
            )
        );
        Assert.Equal(
            ("banned", api.State.WorkspaceId),
            (api.State.Console.Account("bob@example.com")!.Status, api.State.Console.Account("bob@example.com")!.CurrentWorkspaceId)
        );
        await ReadAsync(await control.PostAsync("apps", Json("""{"name":"cat","workspace":"Other"}"""), Token));
        Assert.Equal(api.State.Console.Workspaces[1].Id, api.State.App("cat")!.WorkspaceId);
        foreach (var path in (string[])["sessions/expire", "sessions/end", "catalog/change"])
        {
            using var done = await control.PostAsync("console/" + path, null, Token);
            Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        }

        using var none = await control.PostAsync("console/devices/NONE/deny", null, Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static async Task<Api> StartAsync(string version)
    {
        var api = await Api.StartAsync();
        api.State.Console.Version = version;
        api.State.Console.AddAccount(Email, Password);
        return api;
    }

    private static string LogInBody(string password) => new JsonObject { ["email"] = Email, ["password"] = password }.ToJsonString();

    private static async Task<int> LogInAsync(Api api, string password)
    {
        using var response = await SendAsync(api, HttpMethod.Post, "login", json: LogInBody(password));
        return (int)response.StatusCode;
    }

    private static async Task<Dictionary<string, string>> CookiesAsync(Api api)
    {
        var encoded =
            Version.Parse(api.State.Console.Version) >= new Version(1, 11, 2)
                ? Convert.ToBase64String(Encoding.UTF8.GetBytes(Password))
                : Password;
        using var response = await SendAsync(api, HttpMethod.Post, "login", json: LogInBody(encoded));
        return response
            .Headers.GetValues("Set-Cookie")
            .Select(line => line.Split(';')[0].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    private static async Task<int> StatusAsync(Api api, string path, string? cookie, string? csrf, string? bearer = null)
    {
        using var response = await SendAsync(api, HttpMethod.Get, path, cookie, csrf, bearer: bearer);
        return (int)response.StatusCode;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Api api,
        HttpMethod method,
        string path,
        string? cookie = null,
        string? csrf = null,
        string? json = null,
        string? bearer = null
    )
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(method, new Uri(api.Host.BaseUri, "/console/api/" + path))
        {
            Content = json is null ? null : Json(json),
        };
        foreach (
            var (name, value) in new[]
            {
                ("Cookie", cookie),
                ("X-CSRF-Token", csrf),
                ("Authorization", bearer is null ? null : "Bearer " + bearer),
            }
        )
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, Token);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonObject>(Token))!;
}
