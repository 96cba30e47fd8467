using System.Management.Automation;
using System.Security;

namespace DifyPS.Common;

/// <summary>
/// Takes plain text where a SecureString is wanted, since a key may come out of a CSV file, and makes it
/// one at once. It never fails: PowerShell's error would repeat what was given.
/// </summary>
internal sealed class SecureStringFromTextAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for what is neither text nor a SecureString.</summary>
    public static readonly SecureString NotText = Secure(string.Empty);

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString secure => secure,
            string text => Secure(text),
            _ => NotText,
        };

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
            secure.AppendChar(c);
        secure.MakeReadOnly();
        return secure;
    }
}
