using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;

namespace DifyPS.Commands;

/// <summary>A key that was made just now: to the name that was chosen, the one that the app has here, or the app's own.</summary>
public sealed partial class RegisterDifyAppCommand
{
    private void RegisterPiped(PipedKey piped)
    {
        var isUnnamed = !IsGiven(nameof(Name)) && piped.IsUnnamed(Name);
        var target = isUnnamed ? piped.Bound ?? piped.Remote : Name;
        _mark = MarkOf(target);
        var isKept = MyInvocation.PipelinePosition < 2;
        var registering = new PipedRegistration(piped.Key, isKept);
        Registration? registration = null;
        RegistryChange? change = null;
        var isGood = TryItem(target, () => piped.Do(() =>
        {
            if (isUnnamed && piped.Bound is { } bound)
            {
                if (!Force)
                {
                    change = ChangeOf(bound, piped);
                    return;
                }

                // As by its name, where the key of before is revoked.
                Name = Registry.Get(bound).Name;
            }
            else if (isUnnamed)
            {
                Name = piped.SuggestName();
            }

            registration = Prepare(Force ? piped.Key.EntryIn(Registry, AppName.Validate(Name), Server) : null);
        }, isKept));
        if (change is not null || registration is not null)
        {
            RunItem(target, async (context, token) =>
            {
                var bound = change is null
                    ? await registering.RegisterAsync(context, registration!, Given(registration!.Name), token).ConfigureAwait(false)
                    : await registering.ChangeAsync(context, piped.Bound!, change, token).ConfigureAwait(false);
                WriteRegistered(bound, context);
            });
        }
        else if (isGood)
        {
            WriteWarning($"{piped.Key.Stays} {piped.Key.StaysAction(isKept)}");
        }
    }

    // As Set-DifyApp gives a name another key of its app.
    private RegistryChange? ChangeOf(string bound, PipedKey piped)
    {
        var change = new RegistryChange
        {
            Key = ApiKey,
            KeyId = piped.Key.KeyId,
            Place = WorkspacePlace.Of(Registry.GetWorkspace(piped.Key.Workspace)),
            Vault = Vault is null ? null : Vaults.RequireVault(Vault),
            User = User,
            NoVerify = NoVerify,
            Force = Force,
        };
        if (ShouldProcess(Registry.Get(bound).Name, Strings.ConfirmSetApp))
            return change;
        _summary.GiveUp();
        return null;
    }
}
