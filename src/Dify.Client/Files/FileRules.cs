using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Dify.Client.Apps;

namespace Dify.Client.Files;

/// <summary>
/// Finds out what an app would not take, by what <c>GET /parameters</c> says, before a byte is sent. What the app does not say is left to
/// Dify.
/// </summary>
public static class FileRules
{
    /// <summary>The transfer method of an upload.</summary>
    public const string LocalFile = "local_file";

    /// <summary>The transfer method of an address.</summary>
    public const string RemoteUrl = "remote_url";

    private const long Megabyte = 1024 * 1024;

    /// <summary>Whether the server takes a file of this size, whatever it is for.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="parameters">What the app says.</param>
    /// <returns>The problem, or none.</returns>
    public static IReadOnlyList<FileProblem> CheckSize(string name, long size, AppParameters parameters)
    {
        var limits = (parameters ?? throw new ArgumentNullException(nameof(parameters))).SystemParameters;
        var type = FileTypes.TypeOf(name);
        var limit = type switch
        {
            FileTypes.Image => limits.ImageFileSizeLimit,
            FileTypes.Audio => limits.AudioFileSizeLimit,
            FileTypes.Video => limits.VideoFileSizeLimit,
            _ => limits.FileSizeLimit,
        };
        return limit is > 0 && size > limit * Megabyte
            ? [new(FileProblem.TooLarge, TooLarge(type, name, Bytes(size), limit, Bytes(limit.Value * Megabyte)))]
            : [];
    }

    /// <summary>What is wrong with a file for a message or for an input variable.</summary>
    /// <param name="name">The file's name, or the last part of its address.</param>
    /// <param name="size">Its size in bytes; null when it is not known.</param>
    /// <param name="method"><see cref="LocalFile"/> or <see cref="RemoteUrl"/>.</param>
    /// <param name="parameters">What the app says.</param>
    /// <param name="variable">The variable it is for; null when it goes with a message.</param>
    /// <returns>The problems, or none.</returns>
    public static IReadOnlyList<FileProblem> Check(
        string name,
        long? size,
        string method,
        AppParameters parameters,
        InputVariable? variable = null
    )
    {
        var problems = new List<FileProblem>(size is { } bytes ? CheckSize(name, bytes, parameters) : []);
        var rule = Rule.For(parameters, variable);
        if (rule.TakesNone)
        {
            problems.Add(new(FileProblem.TypeNotTaken, Strings.FormatFilesNotTaken(name)));
            return problems;
        }

        if (!IsUnknown(name, method) && rule.TypeFor(name) is null)
            problems.Add(new(FileProblem.TypeNotTaken, rule.WordsForType(name)));

        if (rule.Methods.Count > 0 && !rule.Methods.Contains(method))
        {
            problems.Add(new(FileProblem.MethodNotTaken, method == RemoteUrl
                ? rule.Variable is { } v ? Strings.FormatFileAddressNotTakenByInput(name, v) : Strings.FormatFileAddressNotTakenByApp(name)
                : rule.Variable is { } w ? Strings.FormatFileUploadNotTakenByInput(name, w) : Strings.FormatFileUploadNotTakenByApp(name)));
        }

        return problems;
    }

    /// <summary>Whether there are more files than a message or an input variable takes.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="parameters">What the app says.</param>
    /// <param name="variable">The variable they are for; null when they go with a message.</param>
    /// <returns>The problem, or none.</returns>
    public static IReadOnlyList<FileProblem> CheckCount(int count, AppParameters parameters, InputVariable? variable = null)
    {
        var rule = Rule.For(parameters, variable);
        return rule.Most is > 0 and { } most && count > most
            ?
            [
                new(
                    FileProblem.TooMany,
                    rule.Variable is { } v
                        ? Strings.FormatFilesTooManyForInput(count, v, most)
                        : Strings.FormatFilesTooManyForApp(count, most)
                ),
            ]
            : [];
    }

    /// <summary>The type to give a file in a request: <c>custom</c> where its own is not taken, but its extension is.</summary>
    /// <param name="name">The file's name, or the last part of its address.</param>
    /// <param name="method"><see cref="LocalFile"/> or <see cref="RemoteUrl"/>.</param>
    /// <param name="parameters">What the app says.</param>
    /// <param name="variable">The variable it is for; null when it goes with a message.</param>
    /// <returns><c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</returns>
    public static string TypeFor(string name, string method, AppParameters parameters, InputVariable? variable = null)
    {
        var rule = Rule.For(parameters, variable);
        return (IsUnknown(name, method) ? rule.OnlyType : null) ?? rule.TypeFor(name) ?? FileTypes.TypeOf(name);
    }

    // The last part of an address need not tell what is behind it, such as watch or image.php.
    private static bool IsUnknown(string name, string method) => method == RemoteUrl && FileTypes.TypeOf(name) == FileTypes.Custom;

    private static string Bytes(long size) =>
        size < Megabyte
            ? Strings.FormatBytes(size.ToString("N0", CultureInfo.InvariantCulture))
            : Strings.FormatMegabytes(
                (size / (double)Megabyte).ToString("0.##", CultureInfo.InvariantCulture),
                size.ToString("N0", CultureInfo.InvariantCulture)
            );

    private static string TooLarge(string type, string name, string size, int? limit, string limitInBytes) => type switch
    {
        FileTypes.Image => Strings.FormatImageTooLarge(name, size, limit, limitInBytes),
        FileTypes.Audio => Strings.FormatSoundTooLarge(name, size, limit, limitInBytes),
        FileTypes.Video => Strings.FormatVideoTooLarge(name, size, limit, limitInBytes),
        _ => Strings.FormatFileTooLarge(name, size, limit, limitInBytes),
    };

    private sealed class Rule
    {
        /// <summary>The input variable it is of; null for the app's messages.</summary>
        public string? Variable { get; init; }

        public bool TakesNone { get; init; }

        public IReadOnlyList<string> Types { get; init; } = [];

        public IReadOnlyList<string> Extensions { get; init; } = [];

        public IReadOnlyList<string> Methods { get; init; } = [];

        public int? Most { get; init; }

        /// <summary>The one type it takes; null when there are more, or none is named.</summary>
        public string? OnlyType => Types.Count == 1 ? Types[0] : Types.Count == 0 && TakesOnlyImages ? FileTypes.Image : null;

        private bool TakesOnlyImages { get; init; }

        /// <summary>What is said of a file whose type is not taken.</summary>
        public string WordsForType(string name)
        {
            var words = Types.Where(type => type != FileTypes.Custom).ToList();
            if (Types.Contains(FileTypes.Custom))
                words.AddRange(Extensions.Select(extension => "." + Trim(extension)));

            var taken = string.Join(", ", words);
            return words.Count == 0
                ? Variable is null
                    ? Strings.FormatFileTypeUnnamedByApp(name)
                    : Strings.FormatFileTypeUnnamedByInput(name, Variable)
                : Variable is null
                    ? Strings.FormatFileTypeNotTakenByApp(name, taken)
                    : Strings.FormatFileTypeNotTakenByInput(name, Variable, taken);
        }

        public static Rule For(AppParameters parameters, InputVariable? variable)
        {
            if (variable is not null)
            {
                return new Rule
                {
                    Variable = variable.Variable,
                    Types = variable.AllowedFileTypes,
                    Extensions = variable.AllowedFileExtensions,
                    Methods = variable.AllowedFileUploadMethods,
                    Most = variable.Type == "file" ? 1 : variable.MaxLength,
                };
            }

            // An app that says only what it does with images may still take other files; Dify judges.
            var upload = parameters.FileUpload;
            var takesImages = upload.Image?.Enabled == true;
            return new Rule
            {
                TakesNone = !takesImages && (upload.Enabled == false || (upload.Enabled is null && upload.Image?.Enabled == false)),
                Types = upload.AllowedFileTypes,
                Extensions = upload.AllowedFileExtensions,
                Methods = upload.AllowedFileUploadMethods,
                Most = upload.NumberLimits,
                TakesOnlyImages = takesImages && upload.Enabled is null,
            };
        }

        public string? TypeFor(string name)
        {
            var own = FileTypes.TypeOf(name);
            if (Types.Count == 0 || (own != FileTypes.Custom && Types.Contains(own)))
                return own;

            var extension = FileTypes.ExtensionOf(name);
            var isCustom =
                Types.Contains(FileTypes.Custom)
                && (
                    Extensions.Count == 0 || Extensions.Any(one => string.Equals(Trim(one), extension, StringComparison.OrdinalIgnoreCase))
                );
            return isCustom ? FileTypes.Custom : null;
        }

        private static string Trim(string extension) => extension.TrimStart('.').ToLowerInvariant();
    }
}
