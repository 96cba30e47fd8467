using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Asks an app something for Tab: only with a key that this process has in memory already and that has sealed the entry as it is
/// now, so that no vault is opened and nothing goes to where somebody else has pointed it, and waiting only for as long as somebody at
/// the prompt would not notice. Answers are remembered, late ones too.
/// </summary>
internal static class CompletionQuery
{
    /// <summary>How long somebody who pressed Tab would not notice that it waits.</summary>
    public static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(300);

    /// <summary>How long Tab waits for an answer.</summary>
    public static TimeSpan Patience { get; set; } = Unnoticed;

    /// <summary>How long an answer may take. Nobody waits for it any more, but the next Tab may find it.</summary>
    public static TimeSpan LatePatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The answer; null when there is none in time, for whatever reason.</summary>
    /// <param name="binding">The app.</param>
    /// <param name="what">What is asked, with the user and the ids that it is about.</param>
    /// <param name="question">Asks it.</param>
    public static T? Ask<T>(AppBinding binding, string what, Func<DifyClient, CancellationToken, Task<T>> question)
        where T : class
    {
        if (KeyCache.Find(AppRegistry.Current, binding) is not { } key)
            return null;
        // Everything that decides who answers; another binding of the same name is another question.
        var place = string.Join(
            "\n",
            what,
            binding.Server,
            binding.Vault,
            binding.Secret,
            key.Fingerprint,
            binding.AllowUnencryptedAuthentication,
            binding.SkipCertificateCheck
        );
        // Off this thread, whose runspace is busy completing.
        var answer = CompletionCache.Ask(binding.Name, place, () => AskAsync(binding, key, question));
        return answer.Wait(Patience) ? answer.Result as T : null;
    }

    /// <summary>The items of a list; none when they do not come in time.</summary>
    public static IReadOnlyList<T> List<T>(
        AppBinding binding,
        string what,
        Func<DifyClient, CancellationToken, IAsyncEnumerable<T>> question
    ) => Ask(binding, what, (client, cancel) => question(client, cancel).CollectAsync()) ?? (IReadOnlyList<T>)Array.Empty<T>();

    private static async Task<object?> AskAsync<T>(AppBinding binding, ApiKey key, Func<DifyClient, CancellationToken, Task<T>> question)
        where T : class
    {
        using var limit = new CancellationTokenSource(LatePatience);
        try
        {
            var client = new DifyClient(binding.ToServer(), key, new DifyClientOptions { RequestTimeout = LatePatience, MaxRetries = 0 });
            return await question(client, limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Tab is no place for an error; the command itself will tell it.
            return null;
        }
    }
}
