using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class BindingSealTests
{
    private static readonly ApiKey Key = ApiKey.FromString(Canary.NewKey());

    // They decide neither where the key goes nor who answers to it. The fingerprint follows from the key that the seal is made with.
    private static readonly string[] Unsealed =
    [
        nameof(AppBinding.User),
        nameof(AppBinding.Inputs),
        nameof(AppBinding.Registered),
        nameof(AppBinding.Verified),
        nameof(AppBinding.Unknown),
        nameof(AppBinding.KeyFingerprint),
        nameof(AppBinding.Seal),
        nameof(AppBinding.LimitedToBases),
    ];

    private static readonly Dictionary<string, Func<AppBinding, AppBinding>> Edits = new()
    {
        [nameof(AppBinding.Name)] = binding => binding with { Name = "CAT" },
        [nameof(AppBinding.Server)] = binding => binding with { Server = binding.Server.TrimEnd('/') },
        [nameof(AppBinding.Vault)] = binding => binding with { Vault = "Vault" },
        [nameof(AppBinding.Secret)] = binding => binding with { Secret = "DifyPS-CAT" },
        [nameof(AppBinding.OwnsSecret)] = binding => binding with { OwnsSecret = true },
        [nameof(AppBinding.KeyKind)] = binding => binding with { KeyKind = null },
        [nameof(AppBinding.Mode)] = binding => binding with { Mode = null },
        [nameof(AppBinding.RemoteName)] = binding => binding with { RemoteName = "" },
        [nameof(AppBinding.AppId)] = binding => binding with { AppId = "" },
        [nameof(AppBinding.KeyId)] = binding => binding with { KeyId = "" },
        [nameof(AppBinding.Workspace)] = binding => binding with { Workspace = "" },
        [nameof(AppBinding.WorkspaceId)] = binding => binding with { WorkspaceId = "" },
        [nameof(AppBinding.WorkspaceServer)] = binding => binding with { WorkspaceServer = "" },
        [nameof(AppBinding.IdsUnproven)] = binding => binding with { IdsUnproven = true },
        [nameof(AppBinding.KnowledgeBaseId)] = binding => binding with { KnowledgeBaseId = "" },
        [nameof(AppBinding.AllowUnencryptedAuthentication)] = binding => binding with { AllowUnencryptedAuthentication = true },
        [nameof(AppBinding.SkipCertificateCheck)] = binding => binding with { SkipCertificateCheck = true },
    };

    [Fact]
    public void Every_property_of_an_entry_is_sealed_or_known_not_to_be() => Assert.Equal(
        typeof(AppBinding).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(),
        Edits.Keys.Concat(Unsealed).Order());

    [Fact]
    public void Whatever_is_sealed_breaks_the_seal_when_it_is_edited()
    {
        var binding = Sample.Binding("cat").SealedBy(Key);
        Assert.True(BindingSeal.Holds(binding, Key));
        Assert.All(Edits.Values, edit => Assert.False(BindingSeal.Holds(edit(binding), Key)));
        Assert.All(Edits.Values, edit => Assert.False(BindingSeal.IsSame(edit(binding), binding)));
        Assert.Equal(Edits.Count, Edits.Values.Select(edit => edit(binding).SealedBy(Key).Seal).Distinct().Count());
    }

    [Fact]
    public void Nothing_else_breaks_it()
    {
        var binding = Sample.Binding("cat").SealedBy(Key);
        Assert.True(
            BindingSeal.Holds(binding with { User = "bob", Inputs = [], Registered = DateTimeOffset.MaxValue, Verified = null }, Key)
        );
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_breaks_it()
    {
        var binding = (Sample.Binding("cat") with { Vault = "ab", Secret = "c" }).SealedBy(Key);
        Assert.False(BindingSeal.Holds(binding with { Vault = "a", Secret = "bc" }, Key));
        Assert.False(BindingSeal.Holds(binding with { Vault = "", Secret = "abc" }, Key));
        Assert.False(BindingSeal.Holds(binding with { Vault = "ab\0", Secret = "c" }, Key));
        // What is no valid text is not taken for other such text.
        var half = (binding with { Secret = "\ud800" }).SealedBy(Key);
        Assert.False(BindingSeal.Holds(half with { Secret = "\ud801" }, Key));
        Assert.False(BindingSeal.Holds(half with { Secret = "\ufffd" }, Key));
    }

    [Fact]
    public void Only_the_key_that_made_a_seal_can_tell()
    {
        var binding = Sample.Binding("cat").SealedBy(Key);
        Assert.False(BindingSeal.Holds(binding, ApiKey.FromString(Canary.NewKey())));
        Assert.False(BindingSeal.Holds(binding with { Seal = null }, Key));
        Assert.False(BindingSeal.Holds(binding with { Seal = binding.Seal![..63] }, Key));
        Assert.False(BindingSeal.Holds(binding with { Seal = binding.Seal + "0" }, Key));
        Assert.Equal(Key.Fingerprint, binding.KeyFingerprint);
        Assert.Matches("^[0-9a-f]{64}$", binding.Seal);
    }

    [Fact]
    public void A_key_in_memory_is_for_the_entry_that_it_was_accepted_for()
    {
        KeyCache.Clear();
        var registry = AppRegistry.At(System.IO.Path.Combine(Canary.Folder, "cached.json"));
        var old = Sample.Binding("cat").SealedBy(ApiKey.FromString(Canary.NewKey()));
        // Rotated, and the registry could not be written.
        KeyCache.Store(registry, old, Key);
        Assert.Equal(Key, KeyCache.Find(registry, old));
        Assert.Equal(Key, KeyCache.Find(registry, old.SealedBy(Key)));
        Assert.Null(KeyCache.Find(registry, old with { Server = "https://elsewhere.example.com/v1/" }));
        Assert.Null(KeyCache.Find(registry, old with { Server = "https://elsewhere.example.com/v1/", KeyFingerprint = Key.Fingerprint }));
        Assert.Null(KeyCache.Find(registry, old with { Name = "dog" }));
        Assert.Null(KeyCache.Find(AppRegistry.At(registry.Path + "2"), old));
        KeyCache.Clear();
    }
}
