using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Whether an error of a vault means that a secret is not there. Some extensions give nothing then, others throw whatever
/// their service answered. A failure must not be taken for it: a key would be written over, or left where nobody looks.
/// </summary>
internal static class MissingSecret
{
    /// <summary>How much an error tells.</summary>
    public enum Sign
    {
        /// <summary>It is another failure, or may be one.</summary>
        None,

        /// <summary>Its words are those of "not there"; the vault's list of secrets can tell.</summary>
        Likely,

        /// <summary>There is no such secret.</summary>
        Certain,
    }

    private const string ClosingWords = "GetSecretNotFound";

    // Of an engine that is not mounted; HashiCorp Vault says so with the status of a secret that is not there.
    private static readonly Regex NoRoute = new(@"no\shandler\sfor\sroute", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Addresses = new(@"\w+://\S+", RegexOptions.CultureInvariant);

    private const string Missing =
        @"(not[ -]?found|(could|can|did)(not|n?['’]t| not) (be )?(find|found|locate|located)|(does|did)(n['’]t| not) exist|no such|(isn['’]t|is\snot)\san\sitem|no matching|\bunknown|\b404\b)";

    private const string Thing = @"(\u0001|secret|item|entry|entries|record|credential|account|\bkey\b|element)";

    private const RegexOptions Words = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex MissingWords = new(Missing, Words);

    private static readonly Regex ThingWords = new(Thing, Words);

    // The thing and its absence side by side, in either order.
    private static readonly Regex MissingThing = new(
        $@"{Thing}\W*(\w+\W+){{0,2}}{Missing}|{Missing}\W*(\w+\W+){{0,2}}{Thing}|\bno (secret|item|entry|entries|record|key|credential|account)",
        Words
    );

    // "404 Not Found", "NotFound for GET on …": an answer and what was asked, and nothing else.
    private static readonly Regex Empty = new(
        @"\b(for|on|at|the|is|was|get|put|post|list|read|head|delete|http|error|status|code|response)\b",
        Words
    );

    // Nobody has looked.
    private static readonly Regex Failures = new(
        @"denied|forbidden|unauthor|not authori|permission|privilege|expired|time[d -]*out|refused|reset|abort|unreachable|unavailable|network|resolv|\bdns\b|certificate"
        + @"|\bssl\b|\btls\b|socket|log[ -]?in|logged in|sign[ -]?in|signed in|lock|throttl|quota|too many|part\sof\sthe\spath",
        Words);

    // What else may be missing.
    private static readonly Regex OtherThings = new(
        @"connect|host|proxy|server|service|token|session|module|command|assembly|librar|\bfunction|\bmethod|propert|parameter|drive|directory|folder|\bfile\b"
        + @"|subscription|tenant|mount|engine|namespace|database|route|provider",
        Words);

    /// <summary>What the error tells of this secret.</summary>
    public static Sign In(ErrorRecord error, string secret, string vault)
    {
        // SecretManagement closes with it. With another name in it, it is what a vault was told by another vault.
        if (error.FullyQualifiedErrorId.StartsWith(ClosingWords, StringComparison.Ordinal))
            return Has(error.Exception.Message, secret) ? Sign.Certain : Sign.None;
        var problems = VaultProblems.Of(error);
        var statuses = problems.Where(problem => !IsNamedSo(problem)).Select(StatusOf).OfType<int>().ToList();
        if (statuses.Count > 0)
            return statuses.All(status => status is 404 or 410) && IsOfTheService(error) ? Sign.Certain : Sign.None;
        if (problems.Any(problem => IsFailure(problem, secret)))
            return Sign.None;
        var texts = problems.Where(problem => !IsOfAFile(problem)).Select(problem => problem.Message)
            .Concat(VaultProblems.Details(error))
            .Select(text => Bare(text, secret, vault)).ToList();
        if (texts.Any(Failures.IsMatch))
            return Sign.None;
        if (texts.Any(MissingThing.IsMatch))
            return Sign.Likely;
        var isToldSo = IsOfTheKind(error, problems) || texts.Any(SaysSo);
        return isToldSo && !texts.Any(OtherThings.IsMatch) ? Sign.Likely : Sign.None;
    }

    private static bool IsOfTheKind(ErrorRecord error, IReadOnlyList<Exception> problems) =>
        error.CategoryInfo.Category == ErrorCategory.ObjectNotFound
        || problems.OfType<IContainsErrorRecord>().Any(holder => holder.ErrorRecord?.CategoryInfo.Category == ErrorCategory.ObjectNotFound)
        || problems.Any(problem => problem is KeyNotFoundException || IsOfAFile(problem) || IsNamedSo(problem));

    // Amazon's comes with status 400.
    private static bool IsNamedSo(Exception problem) => problem.GetType().Name is "ResourceNotFoundException" or "SecretNotFoundException";

    // A vault that keeps each secret in a file of its own.
    private static bool IsOfAFile(Exception problem) => problem is FileNotFoundException or ItemNotFoundException;

    // Words about a thing of its kind, or about nothing else at all.
    private static bool SaysSo(string text) =>
        MissingWords.IsMatch(text) && (ThingWords.IsMatch(text) || !Empty.Replace(MissingWords.Replace(text, " "), " ").Any(char.IsLetter));

    private static bool IsFailure(Exception problem, string secret) => problem switch
    {
        FileNotFoundException or ItemNotFoundException => !Has(problem.Message, secret),
        IOException or UnauthorizedAccessException or SecurityException or AuthenticationException or TimeoutException => true,
        OperationCanceledException or System.Net.Sockets.SocketException or WebException => true,
        HttpRequestException => !Has(problem.Message, "404"),
        CommandNotFoundException or ParameterBindingException or PropertyNotFoundException => true,
        SessionStateException => true, // a drive, a provider, a variable
        TypeLoadException or BadImageFormatException or NullReferenceException => true,
        _ => false,
    };

    /// <summary>The status of an answer over HTTP or gRPC that an exception of whatever library holds.</summary>
    private static int? StatusOf(Exception problem)
    {
        foreach (var name in new[] { "StatusCode", "HttpStatusCode", "Status" })
        {
            if (Number(Value(problem, name)) is { } own)
                return own;
        }

        return Value(problem, "Response") is { } response ? Number(Value(response, "StatusCode")) : null;
    }

    private static int? Number(object? status) => status switch
    {
        HttpStatusCode code and >= HttpStatusCode.BadRequest => (int)code,
        int and >= 400 and < 600 => (int)status,
        Enum named when named.ToString() is "NotFound" => 404,
        _ => null,
    };

    private static object? Value(object holder, string name)
    {
        try
        {
            return holder.GetType().GetProperty(name)?.GetValue(holder);
        }
        catch (Exception)
        {
            // Not to be had. Libraries are many, and the words of the error are there all the same.
            return null;
        }
    }

    // A proxy or a web server that knows nothing of the vault says 404, too, and says it as a page.
    private static bool IsOfTheService(ErrorRecord error) =>
        VaultProblems.Details(error).All(body => body[0] is '{' or '[' && !NoRoute.IsMatch(body));

    // Names and addresses may hold any word. A mark stands for the secret.
    private static string Bare(string text, string secret, string vault) =>
        With(With(Addresses.Replace(text, " "), secret, "\u0001"), vault, " ");

    private static string With(string text, string name, string other) =>
        Regex.Replace(text, Regex.Escape(name), other, Words);

    private static bool Has(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
