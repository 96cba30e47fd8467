namespace Dify.Client.Files;

/// <summary>Why an app would not take a file.</summary>
public sealed class FileProblem
{
    /// <summary>The file is larger than the server takes.</summary>
    public const string TooLarge = "FileTooLarge";

    /// <summary>The app, or the variable, takes files of other types.</summary>
    public const string TypeNotTaken = "FileTypeNotTaken";

    /// <summary>The app, or the variable, takes uploads only, or addresses only.</summary>
    public const string MethodNotTaken = "FileMethodNotTaken";

    /// <summary>There are more files than the app, or the variable, takes.</summary>
    public const string TooMany = "TooManyFiles";

    /// <summary>Names a problem.</summary>
    /// <param name="code">In a word.</param>
    /// <param name="message">In a sentence.</param>
    public FileProblem(string code, string message)
    {
        Code = code;
        Message = message;
    }

    /// <summary>What is wrong, in a word that programs can compare.</summary>
    public string Code { get; }

    /// <summary>What is wrong, in a sentence.</summary>
    public string Message { get; }

    /// <summary>Gives the sentence.</summary>
    /// <returns>The sentence.</returns>
    public override string ToString() => Message;
}
