using System;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>What is told of a value that cannot be used, where no name of its own would tell more.</summary>
internal static class InvalidInput
{
    /// <param name="message">What is wrong with it.</param>
    /// <param name="action">What to give instead.</param>
    /// <param name="cause">What found it.</param>
    public static DifyCommandException Error(string message, string action, Exception? cause = null) =>
        new("InvalidArgument", ErrorCategory.InvalidArgument, message, action, innerException: cause);
}
