using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Names and messages in any script, under cultures that write numbers, dates and capital letters in other ways.</summary>
public sealed class ScriptsTests
{
    private const string Family = "\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466";
    private const string Decomposed = "e\u0301cole";
    private const string Composed = "\u00e9cole";

    [Theory]
    [InlineData("客服机器人", "de-DE")]
    [InlineData("ネコとねこ", "tr-TR")]
    [InlineData(Family + " 小组", "ar-SA")]
    [InlineData("قطة ودودة", "ar-SA")]
    [InlineData("גור חתולים", "fa-IR")]
    [InlineData("گربه\u200cها", "fa-IR")]
    [InlineData("ग्राहक सेवा", "de-DE")]
    [InlineData(Composed, "tr-TR")]
    [InlineData(Decomposed, "de-DE")]
    [InlineData("TITLE IĞDIR i", "tr-TR")]
    public async Task A_name_goes_through_everything_whole(string text, string culture)
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.AddApp("App", "chat", one => one.AddInput("text-input", "topic"));
        app.Rename(text);
        stage.Shell.SetVariable("text", text);
        stage.Shell.SetVariable("folder", stage.Folder);
        stage.Good($"[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{culture}'");
        var name = text.Normalize(NormalizationForm.FormC);

        // The registry and the vault.
        var registered = (DifyApp)
            stage.Good("Register-DifyApp $text $appKey -Server $server -User $text -PassThru").Output.Single().BaseObject;
        Assert.Equal((name, text), (registered.Name, registered.RemoteName));
        Assert.NotNull(stage.GetSecret(SecretName.For(name)));
        Assert.Equal(name, stage.Good("Get-DifyApp \"$($text.Substring(0, 2))*\"").Output.Single().Properties["Name"].Value);
        Assert.Equal(name, stage.Good("Get-DifyApp $text.ToUpperInvariant()").Output.Single().Properties["Name"].Value);

        // The wire, and what Dify keeps of it.
        stage.ForgetRequests();
        var reply = (DifyChatReply)
            stage.Good("$reply = Invoke-DifyChat $text $text -Inputs @{ topic = $text }; $reply").Output.Single().BaseObject;
        Assert.Contains($"'{text}'", reply.Answer, StringComparison.Ordinal);
        var body = stage.Requests.Single(request => request.Path == "/chat-messages").Json!;
        Assert.Equal((text, text, text), ((string?)body["query"], (string?)body["user"], (string?)body["inputs"]!["topic"]));
        stage.Good("Get-DifyConversation $text | Rename-DifyConversation -NewTitle \"<$text>\"");
        Assert.Equal($"<{text}>", stage.Good("Get-DifyConversation $text").Output.Single().Properties["Title"].Value);
        Assert.Equal(text, stage.Good("Get-DifyConversation $text | Get-DifyMessage").Output.Single().Properties["Message"].Value);

        // Files, there and back.
        File.WriteAllText(Path.Combine(stage.Folder, text + ".txt"), text);
        var file = (DifyFile)stage.Good("$file = Send-DifyFile $text \"$folder/$text.txt\"; $file").Output.Single().BaseObject;
        Assert.Equal(text + ".txt", file.FileName);
        Directory.CreateDirectory(Path.Combine(stage.Folder, "back"));
        stage.Good("$null = Invoke-DifyChat $text hi -Inputs @{ topic = 'x' } -File $file; $file | Save-DifyFile -Path $folder/back");
        Assert.Equal(text + ".txt", Path.GetFileName(Directory.GetFiles(Path.Combine(stage.Folder, "back")).Single()));

        stage.Good("Unregister-DifyApp $text");
        Assert.Empty(stage.Good("Get-DifyApp").Output);
        Assert.Null(stage.GetSecret(SecretName.For(name)));
    }

    [Fact]
    public async Task Names_that_look_the_same_are_the_same()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.AddApp("Dog");
        stage.Shell.SetVariable("composed", Composed);
        stage.Shell.SetVariable("decomposed", Decomposed);
        stage.Good("Register-DifyApp $decomposed $catKey -Server $server");
        Assert.Equal(Composed, stage.Good("(Get-DifyApp $composed).Name").Output.Single().ToString());
        Assert.Equal(Composed, stage.Good("(Get-DifyApp ($decomposed.Substring(0, 2) + '*')).Name").Output.Single().ToString());
        stage.Bad("Register-DifyApp $composed $dogKey -Server $server", "AppAlreadyRegistered");
        stage.Good("$null = Invoke-DifyChat $decomposed hi | Invoke-DifyChat -App $composed -Message again");
    }

    [Theory]
    [InlineData("cat\u202Etac")]
    [InlineData("c\u200Bat")]
    [InlineData("half a cat")]
    public async Task A_name_that_nobody_could_tell_from_another_is_refused(string name)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");

        // Half a character does not survive in an attribute.
        stage.Shell.SetVariable("name", name == "half a cat" ? "cat" + (char)0xD83D : name);
        Assert.Contains(
            "cannot be seen",
            stage.Bad("Register-DifyApp $name $catKey -Server $server", "InvalidAppName").Exception.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Names_in_the_same_letters_of_the_vault_are_kept_apart()
    {
        string[] names = ["猫", "犬", "קוט", "قطة", Family, Composed, "ecole", "İ", "ı", "i", "İzmir", "izmir"];
        var secrets = names.Select(SecretName.For).ToList();
        Assert.Equal(names.Length, secrets.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(secrets, secret => Assert.Matches("^[A-Za-z0-9-]{1,127}$", secret));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task Data_has_one_form_in_every_culture(string culture)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Title", "workflow", app => app.AddInput("number", "amount"));
        stage.Good($"[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{culture}'");
        stage.ForgetRequests();

        // 'TITLE' is no 'title' where i has a capital letter of its own, were culture asked.
        stage.Good(
            "$null = Invoke-DifyWorkflow TITLE -Inputs @{ AMOUNT = -1234.5 }; $null = Get-DifyWorkflowLog TITLE -After ([datetime] '2026-01-02')"
        );

        var run = stage.Requests.Single(request => request.Method == "POST").Json!;
        Assert.Equal("-1234.5", run["inputs"]!["amount"]!.ToJsonString());
        Assert.StartsWith(
            "2026-01-0",
            stage.Requests.Single(request => request.Path == "/workflows/logs").Query["created_at__after"],
            StringComparison.Ordinal
        );
        var json = File.ReadAllText(stage.RegistryFile);
        Assert.Contains(
            $"\"registered\": \"{DateTime.UtcNow.ToString("yyyy-", CultureInfo.InvariantCulture)}",
            json,
            StringComparison.Ordinal
        );
        Assert.Equal("title", stage.Good("(Get-DifyApp TI*).Name").Output.Single().ToString());

        // What is shown of a time is a time of the same calendar.
        var table = stage.Shell.Show("Get-DifyApp").Text;
        Assert.Contains(DateTime.Now.ToString("yyyy-", CultureInfo.InvariantCulture), table, StringComparison.Ordinal);
    }
}
