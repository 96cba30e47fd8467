using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Files;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Runs.Files;

/// <summary>Makes references of files, for a request to carry: what lies on this machine is uploaded, with its progress shown.</summary>
internal sealed class FileSender
{
    private readonly PipelineContext _context;
    private readonly DifyClient _client;
    private readonly AppBinding _binding;
    private readonly string _user;

    public FileSender(PipelineContext context, DifyClient client, AppBinding binding, string user)
    {
        _context = context;
        _client = client;
        _binding = binding;
        _user = user;
    }

    /// <summary>One error for all that is wrong with some files; nothing was sent.</summary>
    public static DifyCommandException Refuse(IReadOnlyList<FileProblem> problems, string app) => new(
        problems[0].Code,
        problems[0].Code is FileProblem.TooLarge or FileProblem.TooMany ? ErrorCategory.LimitsExceeded : ErrorCategory.InvalidArgument,
        Strings.FormatFilesRefused(string.Join(Environment.NewLine, problems.Select(problem => problem.Message))),
        Strings.FormatFilesRefusedAction(Quoting.Literal(app)),
        app);

    /// <summary>What is wrong with a file, for a message (no variable) or an input variable. Sends nothing.</summary>
    public IReadOnlyList<FileProblem> Check(FileSource source, InputVariable? variable, AppParameters parameters)
    {
        // Who writes Dify's own form wants no help.
        if (source.Reference is not null)
            return [];
        var problems = FileRules.Check(source.Name, source.Size, MethodOf(source), parameters, variable).ToList();
        if (source.Uploaded is { } file && !AppName.Comparer.Equals(file.App, _binding.Name))
            problems.Add(new FileProblem("FileOfAnotherApp", Strings.FormatFileOfAnotherApp(source.Name, file.App, _binding.Name)));
        else if (source.Uploaded is { } own && own.User != _user)
            problems.Add(new FileProblem("FileOfAnotherUser", Strings.FormatFileOfAnotherUser(source.Name, own.User, _user)));
        return problems;
    }

    /// <summary>Checks the file, uploads it if it lies on this machine, and gives what a request refers to it by.</summary>
    public async Task<FileReference> SendAsync(
        FileSource source,
        InputVariable? variable,
        AppParameters parameters,
        CancellationToken cancellationToken
    )
    {
        if (Check(source, variable, parameters) is { Count: > 0 } problems)
            throw Refuse(problems, _binding.Name);
        if (source.Reference is not null)
            return source.Reference;
        var type = FileRules.TypeFor(source.Name, MethodOf(source), parameters, variable);
        if (source.Url is not null)
            return FileReference.FromUrl(type, source.Url);
        var id = source.Uploaded?.FileId ?? (await UploadAsync(source, source.Name, cancellationToken).ConfigureAwait(false)).Id;
        return FileReference.FromUpload(type, id);
    }

    /// <summary>Uploads a file of this machine, unchecked.</summary>
    public async Task<UploadedFile> UploadAsync(FileSource source, string name, CancellationToken cancellationToken)
    {
        using var progress = new TransferProgress(_context.WriteProgress, Strings.FormatProgressSending(name, _binding.Name), source.Size);
        var upload = new FileUpload { Path = source.Path!, FileName = name };
        return await _client.Files.UploadAsync(upload, _user, progress, cancellationToken).ConfigureAwait(false);
    }

    private static string MethodOf(FileSource source) => source.Url is null ? FileRules.LocalFile : FileRules.RemoteUrl;
}
