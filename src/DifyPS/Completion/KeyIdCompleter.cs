using System.Collections.Generic;
using System.Linq;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes ids of keys with those that names here use and those that this process has listed; nothing is sent.</summary>
public sealed class KeyIdCompleter : ValueCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        var appId = typed.App?.AppId ?? typed.Text("AppId");
        var listed = appId is null ? [] : CompletionCache.KeysOf(appId).Select(Describe);
        return typed.App?.KeyId is { } used ? listed.Append(new Suggestion(used, null, typed.App.Name)) : listed;
    }

    private static Suggestion Describe(DifyAppKey key) =>
        new(
            key.KeyId,
            key.CreatedAt is { } made ? $"{key.Masked}, {DisplayFormat.Time(made)}" : key.Masked,
            string.Join(" · ", key.BoundAs.Append(key.LastUsedAt is { } used ? DisplayFormat.Time(used) : Strings.Never))
        );
}
