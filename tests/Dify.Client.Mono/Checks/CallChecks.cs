using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using Dify.Client.Apps;
using Dify.Client.Chat;
using Dify.Client.Conversations;
using Dify.Client.Rest;

namespace Dify.Client.Mono.Checks;

/// <summary>Calls with plain JSON answers.</summary>
internal static class CallChecks
{
    public const string Unicode = "Grüße, 猫 und \U0001F408 \"so\"\\\u2028";

    public static void Add(CheckList list, Stage stage)
    {
        list.Add("An app says what it is", async () =>
        {
            var info = await stage.Client("chat").Apps.GetInfoAsync();
            stage.Same(("chat", "chat", Unicode), (info.Name, info.Mode, info.Description), "The app");
        });
        list.Add("An app's parameters are read", async () =>
        {
            var form = (await stage.Client("flow").Apps.GetParametersAsync()).UserInputForm;
            stage.Same(("topic", true), (form.Single().Variable, form.Single().Required), "The input");
        });
        list.Add("Lists come page by page", async () =>
        {
            var client = stage.Client("lists");
            for (var i = 0; i < 25; i++)
                await client.Chat.SendAsync(Stage.Hello);

            var seen = new HashSet<string>();
            await foreach (var conversation in client.Conversations.ListAsync("ann"))
                seen.Add(conversation.Id);

            stage.Same(25, seen.Count, "The number of conversations");
        });
        list.Add("Any method and body can be sent", async () =>
        {
            var client = stage.Client("chat");
            var reply = await client.Chat.SendAsync(Stage.Hello);
            var path = "/conversations/" + reply.ConversationId;
            using var named = await client.Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Post,
                    Path = path + "/name",
                    JsonBytes = Encoding.UTF8.GetBytes("{\"name\":\"猫\",\"user\":\"ann\"}"),
                }
            );
            stage.Same("猫", (await named.ReadJsonAsync()).GetProperty("name").GetString(), "The name");
            using var deleted = await client.Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Delete,
                    Path = path,
                    JsonBytes = Encoding.UTF8.GetBytes("{\"user\":\"ann\"}"),
                }
            );
            stage.Same(204, deleted.StatusCode, "The status");
        });
        list.Add("Many calls at once share no queue of two", async () =>
        {
            // Each is answered after 500 ms: two at a time, as .NET Framework has it by default, would take 7.5 seconds.
            var client = stage.Client("many");
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.Apps.GetInfoAsync()));
            stage.True(clock.Elapsed < TimeSpan.FromSeconds(6), $"30 calls at once took {clock.Elapsed.TotalSeconds} seconds.");
        });
        list.Add("Calls go on after the connections were closed", async () =>
        {
            await stage.Client("chat").Apps.GetInfoAsync();
            DifyClient.CloseIdleConnections();
            stage.Same("chat", (await stage.Client("chat").Apps.GetInfoAsync()).Name, "The name");
        });
        list.Add("A fresher key is taken after a 401", async () =>
        {
            var client = stage.Client("revoked", refreshKey: (_, _) => Task.FromResult<ApiKey?>(stage.Key("chat")));
            stage.Same("chat", (await client.Apps.GetInfoAsync()).Name, "The name");
            stage.Same(stage.Key("chat").Fingerprint, client.KeyFingerprint, "The fingerprint");
        });
        list.Add("What cannot be sent is said before anything is", () =>
            stage.ThrowsAsync<ArgumentException>(() => stage.Client("chat").Chat.SendAsync(new ChatRequest { Query = "x", User = " " })));
    }
}
