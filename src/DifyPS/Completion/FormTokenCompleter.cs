using System.Collections.Generic;
using System.Linq;

namespace DifyPS.Completion;

/// <summary>Completes the tokens of the forms that this session has seen, by token or title.</summary>
public sealed class FormTokenCompleter : ValueCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed) =>
        CompletionCache
            .FormsOf(typed.AppName, null)
            .Select(form => new Suggestion(
                form.FormToken!,
                string.IsNullOrWhiteSpace(form.Title) ? form.Content : form.Title,
                Strings.FormatTooltipActions(string.Join(", ", form.Actions))
            ));
}
