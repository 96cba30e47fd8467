using System.Management.Automation;
using System.Security;

namespace DifyPS.Commands;

/// <summary>
/// Takes plain text where a SecureString is wanted, since a key may come out of a CSV file, and makes it
/// one at once.
/// </summary>
internal sealed class SecureStringFromTextAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string text)
            return inputData;
        var secure = new SecureString();
        foreach (var c in text)
            secure.AppendChar(c);
        secure.MakeReadOnly();
        return secure;
    }
}
