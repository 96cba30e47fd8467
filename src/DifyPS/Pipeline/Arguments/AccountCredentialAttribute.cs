using System.Management.Automation;
using System.Security;

namespace DifyPS.Pipeline.Arguments;

/// <summary>
/// A name that is no e-mail address is no account's: nobody is asked for its password, and the cmdlet says what is wrong with it. Stands
/// before <see cref="CredentialAttribute"/>, which asks.
/// </summary>
internal sealed class AccountCredentialAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string name && name.Trim().Length > 0 && name.IndexOf('@') < 0
            ? new PSCredential(name, new SecureString())
            : inputData;
}
