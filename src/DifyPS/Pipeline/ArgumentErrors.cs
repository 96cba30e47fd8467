using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using DifyPS.Common;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Pipeline;

/// <summary>What is told of arguments that nothing takes, with the command that was meant as far as it can be known.</summary>
internal static class ArgumentErrors
{
    private const int LongestShown = 60;

    /// <summary>Something was typed, and no parameter is left for it.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="strays">What was typed.</param>
    /// <param name="action">What to type instead, where the cmdlet knows.</param>
    public static DifyCommandException Stray(DifyCmdlet cmdlet, StrayArguments strays, string? action)
    {
        var command = cmdlet.MyInvocation.MyCommand.Name;
        return new DifyCommandException(
            "ArgumentUnexpected",
            ErrorCategory.InvalidArgument,
            Strings.FormatArgumentUnexpected(command, Shown(strays.Values[0])),
            ByKind(cmdlet, strays) ?? action ?? Several(cmdlet, strays) ?? ByPlace(cmdlet)
        );
    }

    /// <summary>A parameter was named that there is none of. The id is PowerShell's own for it.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameter">What was typed.</param>
    /// <param name="action">What to type instead, where the cmdlet knows.</param>
    public static DifyCommandException NotNamed(DifyCmdlet cmdlet, string parameter, string? action) =>
        new(
            "NamedParameterNotFound",
            ErrorCategory.InvalidArgument,
            Strings.FormatArgumentNotNamed(
                cmdlet.MyInvocation.MyCommand.Name,
                KeyPattern.IsIn(parameter) ? Strings.ArgumentMayBeKey : parameter
            ),
            action ?? Strings.FormatArgumentNotNamedListAction(Names(Parameters(cmdlet)))
        );

    /// <summary>What takes a table was given something else.</summary>
    public static DifyCommandException NoTable(string command, string parameter, NoTable given, string? action) =>
        InvalidInput.Error(
            Strings.FormatArgumentNoTable(parameter, command, Shown(given.Given)),
            action ?? Strings.FormatArgumentNoTableAction(parameter)
        );

    /// <summary>Something else than an id was given for one.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="given">What was given.</param>
    /// <param name="app">The app.</param>
    public static DifyCommandException NoId(string parameter, string given, string app)
    {
        var name = Quoting.Quote(app);
        return new DifyCommandException(
            "InvalidArgument",
            ErrorCategory.InvalidArgument,
            Strings.FormatArgumentNoKeptId(Shown(given), app, parameter),
            parameter switch
            {
                "ConversationId" => Strings.FormatArgumentNoConversationIdAction(name),
                "MessageId" => Strings.FormatArgumentNoMessageIdAction(name),
                "RunId" => Strings.ArgumentNoRunIdAction,
                "FileId" => Strings.FormatArgumentNoFileIdAction(name),
                "AnnotationId" => Strings.FormatArgumentNoAnnotationIdAction(name),
                "VariableId" => Strings.FormatArgumentNoVariableIdAction(name),
                _ => Strings.ArgumentNoEndUserIdAction,
            },
            app
        );
    }

    /// <summary>A value in a sentence: not a long one, and none that may be secret.</summary>
    public static string Shown(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is not (string or ValueType))
            return Strings.FormatArgumentOfType(plain?.GetType().Name ?? "$null");
        var text = Convert.ToString(plain, System.Globalization.CultureInfo.InvariantCulture)!;
        return KeyPattern.IsInside(plain) ? Strings.ArgumentMayBeKey
            : Quoting.Literal(text.Length <= LongestShown ? text : text.Substring(0, LongestShown) + "…");
    }

    // What the value is says which parameter was meant.
    private static string? ByKind(DifyCmdlet cmdlet, StrayArguments strays)
    {
        var parameter = strays.Values[0] switch
        {
            PSCredential => Has(cmdlet, "Credential"),
            SecureString => Has(cmdlet, "ApiKey") ?? Has(cmdlet, "AdminKey"),
            IDictionary => Has(cmdlet, "Inputs") ?? Has(cmdlet, "Body"),
            int or long => Has(cmdlet, "First"),
            Uri => Has(cmdlet, "Server"),
            string text when text.Contains("://") => Has(cmdlet, "Server"),
            _ => null,
        };
        return parameter is null ? null : Strings.FormatArgumentByNameAction(parameter);
    }

    // Get-DifyApp cat dog
    private static string? Several(DifyCmdlet cmdlet, StrayArguments strays)
    {
        var last = Places(cmdlet).LastOrDefault();
        return last?.PropertyType == typeof(string[]) && last.GetValue(cmdlet) is string[] { Length: > 0 } values
            && !values.Any(RefusedText.Is) && strays.Words is { } words
            ? Strings.FormatArgumentSeveralAction(
                last.Name,
                string.Join(", ", values.Concat(words).Select(Quoting.Quote))
            )
            : null;
    }

    private static string ByPlace(DifyCmdlet cmdlet)
    {
        var places = Places(cmdlet);
        var names = Names(Parameters(cmdlet).Except(places));
        return places.Count == 0
            ? Strings.FormatArgumentNoPlaceAction(names)
            : Strings.FormatArgumentPlacesAction(Names(places), names);
    }

    private static string Names(IEnumerable<PropertyInfo> parameters) =>
        string.Join(", ", parameters.Where(one => !IsHidden(one)).Select(one => "-" + one.Name));

    private static string? Has(DifyCmdlet cmdlet, string parameter) =>
        cmdlet.GetType().GetProperty(parameter) is { } found && found.IsDefined(typeof(ParameterAttribute)) && !cmdlet.IsGiven(parameter)
            ? "-" + parameter
            : null;

    // In the order in which they are typed.
    private static List<PropertyInfo> Places(DifyCmdlet cmdlet) =>
        Parameters(cmdlet)
            .Where(one => !IsHidden(one) && PlaceOf(one, cmdlet) >= 0)
            .OrderBy(one => PlaceOf(one, cmdlet))
            .ToList();

    private static int PlaceOf(PropertyInfo parameter, DifyCmdlet cmdlet) =>
        parameter.GetCustomAttributes<ParameterAttribute>(inherit: true).Where(one => IsOf(one, cmdlet)).Max(one => one.Position);

    private static IEnumerable<PropertyInfo> Parameters(DifyCmdlet cmdlet) =>
        cmdlet.GetType().GetProperties()
            .Where(one => one.GetCustomAttributes<ParameterAttribute>(inherit: true).Any(use => IsOf(use, cmdlet)));

    private static bool IsOf(ParameterAttribute use, DifyCmdlet cmdlet) =>
        use.ParameterSetName == ParameterAttribute.AllParameterSets || use.ParameterSetName == cmdlet.ParameterSetName;

    private static bool IsHidden(PropertyInfo parameter) =>
        parameter.GetCustomAttributes<ParameterAttribute>(inherit: true).Any(one => one.DontShow);
}
