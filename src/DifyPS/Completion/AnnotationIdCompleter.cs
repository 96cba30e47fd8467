using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes the ids of an app's annotations, by id or question.</summary>
public sealed class AnnotationIdCompleter : ValueCompleter
{
    private const int Most = 50;

    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        if (typed.App is not { } app || !Fits(app, ModeGuard.ChatButNewAgent))
            return Enumerable.Empty<Suggestion>();
        return CompletionQuery
            .List(app, "annotations", (client, cancel) => client.Annotations.ListAsync(first: Most, cancellationToken: cancel))
            .Select(one => new Suggestion(
                one.Id,
                one.Question,
                one.Answer is { Length: > 0 } answer ? DisplayFormat.Short(answer, 100) + " · " + one.Id : one.Id
            ));
    }
}
