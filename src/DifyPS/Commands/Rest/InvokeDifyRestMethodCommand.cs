using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Rest;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Output.Files;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Rest;

namespace DifyPS.Commands;

/// <summary>
/// Calls any operation of the Service API with an app's bound key, on its bound server only, and gives the
/// answer as objects.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyRestMethod", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(string))]
[WorksWith(AppScope.Any)]
public sealed class InvokeDifyRestMethodCommand : DifyAppCmdlet
{
    /// <summary>The path below the API base URL, e.g. <c>messages</c>.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Path))]
    public string Path { get; set; } = string.Empty;

    /// <summary>The HTTP method; POST when there is something to send, else GET.</summary>
    [Parameter]
    [ValidateSet("Get", "Post", "Put", "Patch", "Delete", "Head")]
    public string? Method { get; set; }

    /// <summary>Query parameters; a list gives the name once for each value.</summary>
    [Parameter]
    [TableArgument]
    [ValidateNotNull]
    public IDictionary? Query { get; set; }

    /// <summary>The body: an object or hashtable to be written as JSON, or JSON text. With -InFile, the form's other fields.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Body { get; set; }

    /// <summary>A file to upload, as the field <c>file</c> of a multipart form.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? InFile { get; set; }

    /// <summary>Write the answer's body to this file instead of giving it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>The most seconds that the call may take; 100 when missing.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int TimeoutSeconds { get; set; } = 100;

    private protected override void RequireArguments()
    {
        base.RequireArguments();
        if (Query is NoTable table)
            ThrowTerminatingError(ErrorRecords.From(ArgumentErrors.NoTable(CommandName, nameof(Query), table, null), null));
    }

    // The method before the path, as it stands in Dify's pages.
    private protected override string? ActionFor(StrayArguments strays) =>
        Path.All(char.IsLetter) && Enum.TryParse<RestVerb>(Path, ignoreCase: true, out var verb) && strays.Words is [var path]
            ? Strings.FormatArgumentMethodAction($"{CommandName} {Quoting.Quote(App)} {Quoting.Quote(path)} -{nameof(Method)} {verb}")
            : null;

    private enum RestVerb
    {
        Get,
        Post,
        Put,
        Patch,
        Delete,
        Head,
    }

    /// <summary>Makes one call.</summary>
    protected override void ProcessRecord()
    {
        RestRequest? request = null;
        ExportFile? outFile = null;
        var binding = FindApp(App, app =>
        {
            request = RestRequestMaker.Make(
                new RestArguments(
                    Path,
                    Method,
                    Query,
                    Body,
                    InFile is null ? null : SessionPath.Of(this, InFile),
                    IsDownload: OutFile is not null
                )
            );
            RequireKeyFor(app, request.Path);
            outFile = OutFile is null ? null : ExportFile.Plain(SessionPath.Of(this, OutFile)).Check();
        });
        if (binding is null || (Changes(request!) && !ShouldProcess(binding.Name, $"{request!.Method} {request.Path}")))
            return;
        // Its time is a connection's own, so that it connects itself.
        RunItem(App, async (context, token) =>
        {
            try
            {
                await new RestRun(context, binding, request!, outFile, TimeSpan.FromSeconds(TimeoutSeconds))
                    .RunAsync(token)
                    .ConfigureAwait(false);
            }
            finally
            {
                if (Changes(request!))
                    CompletionCache.Forget(binding.Name);
            }
        });
    }

    private static bool Changes(RestRequest request) => request.Method.Method is not ("GET" or "HEAD");

    // The paths that a knowledge key opens, and nothing else does.
    private static void RequireKeyFor(AppBinding binding, string path)
    {
        var first = path.TrimStart('/').Split('/', '?')[0];
        if (first is "datasets" or "workspaces")
            Keys.RequireKnowledge(binding, $"'{path}'");
        else
            Keys.RequireApp(binding, $"'{path}'");
    }
}
