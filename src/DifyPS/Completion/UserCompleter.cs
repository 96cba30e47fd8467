using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completes end users: the app's own, those of this session's runs, those of the latest workflow runs, and those of the
/// other apps. Dify has no list of them.
/// </summary>
public sealed class UserCompleter : ValueCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        var app = typed.App;
        var users = new List<Suggestion>();
        if (app is not null)
        {
            users.Add(new Suggestion(app.User, null, Strings.FormatTooltipUserOfApp(app.Name)));
            users.AddRange(CompletionCache.UsersOf(app.Name).Select(user => new Suggestion(user, null, Strings.TooltipUserOfSession)));
            users.AddRange(
                RunIdCompleter
                    .Ask(app)
                    .Where(entry => entry.CreatedByEndUser?.SessionId is not null)
                    .Select(entry => new Suggestion(
                        entry.CreatedByEndUser!.SessionId!,
                        null,
                        Strings.FormatTooltipLastRun(DisplayFormat.Time(entry.CreatedAt))
                    ))
            );
        }

        return users.Concat(Others());
    }

    private static IEnumerable<Suggestion> Others()
    {
        try
        {
            return AppRegistry.Current.Apps.Select(other => new Suggestion(other.User, null, Strings.FormatTooltipUserOfApp(other.Name)));
        }
        catch (DifyCommandException)
        {
            return Enumerable.Empty<Suggestion>();
        }
    }
}
