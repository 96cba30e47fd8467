using System.Security;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Vaults;

/// <summary>A vault that takes one secret out of its file before it puts the next one in, as SecretStore does.</summary>
public sealed class SecretBeingReplacedTests
{
    private const string Secret = "DifyPS-cat";

    [Fact]
    public async Task Whoever_looks_between_the_two_waits_for_the_one_who_writes()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("cat");
        var (key, next) = (stage.GetSecret(Secret)!, Canary.NewKey());
        var registry = AppRegistry.At(stage.RegistryFile);
        using var looked = new ManualResetEventSlim();
        var fake = new FakeVaults(stage.Vault, Secret, key) { OnRead = looked.Set };
        var vaults = new PipelineVaults(fake, new InlinePipeline(), registry);

        Task<SecureString?>? reading = null;
        await registry.UpdateAsync(
            async _ =>
            {
                fake.Remove(stage.Vault, Secret);
                // The one who writes looks too, and waits for nobody.
                Assert.Null(await vaults.ReadAsync(stage.Vault, Secret, TestContext.Current.CancellationToken));
                looked.Reset();
                using (ExecutionContext.SuppressFlow())
                    reading = Task.Run(() => vaults.ReadAsync(stage.Vault, Secret, TestContext.Current.CancellationToken));
                looked.Wait(TestContext.Current.CancellationToken);
                Assert.False(reading.IsCompleted);
                fake.Secrets[$"{stage.Vault}/{Secret}"] = Canary.Secure(next);
                return null;
            },
            TestContext.Current.CancellationToken
        );
        using var found = await reading!;
        Assert.True(SecretValue.IsKey(found, Secret, Canary.Secure(next)));
    }

    [Fact]
    public async Task What_is_not_there_is_not_there_the_second_time_either()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("cat");
        var looks = 0;
        var fake = new FakeVaults(stage.Vault, Secret, Canary.NewKey()) { OnRead = () => looks++ };
        var vaults = new PipelineVaults(fake, new InlinePipeline(), AppRegistry.At(stage.RegistryFile));
        Assert.Null(await vaults.ReadAsync(stage.Vault, "DifyPS-dog", TestContext.Current.CancellationToken));
        Assert.Null(await vaults.ReadValueAsync(stage.Vault, "DifyPS-dog", TestContext.Current.CancellationToken));
        Assert.Equal(4, looks);

        // Whether a place is free is looked at once for each of a thousand apps, and again by whoever writes to it.
        Assert.Null(await vaults.PeekAsync(stage.Vault, "DifyPS-dog", TestContext.Current.CancellationToken));
        Assert.Equal(5, looks);
    }
}
