using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An app as its name stands for it: what <c>Get-DifyApp</c> shows. Holds no key.</summary>
public sealed class DifyApp
{
    private readonly AppBinding _binding;

    internal DifyApp(AppBinding binding, AppRegistry registry)
    {
        _binding = binding;
        Workspace = AppPlaces.ShownConnection(registry, binding);
    }

    /// <summary>The name that cmdlets take.</summary>
    public string Name => _binding.Name;

    /// <summary>The same name, under which it flows to the -App parameter of other cmdlets.</summary>
    public string App => Name;

    /// <summary>Dify's app mode, <c>knowledge</c>, or null when never verified.</summary>
    public string? Mode => _binding.Mode;

    /// <summary>The app's own name in Dify; null when never verified.</summary>
    public string? RemoteName => _binding.RemoteName;

    /// <summary>Dify's own id of the app; null where it is not known.</summary>
    public string? AppId => _binding.AppId;

    /// <summary>Dify's own id of the key; null for one that was not minted here.</summary>
    public string? KeyId => _binding.KeyId;

    /// <summary>
    /// The workspace connection that leads to the app; null where none does any more, and for an app that was bound by hand.
    /// </summary>
    public string? Workspace { get; }

    /// <summary>Dify's own id of the workspace that the app was bound in; null where that is not known.</summary>
    public string? WorkspaceId => _binding.WorkspaceId;

    /// <summary>Base address of the Service API.</summary>
    public Uri Server => field ??= new Uri(_binding.Server);

    /// <summary>The vault that keeps the key.</summary>
    public string Vault => _binding.Vault;

    /// <summary>The name of the secret in that vault.</summary>
    public string SecretName => _binding.Secret;

    /// <summary>True when DifyPS wrote the secret and will delete it when the app is unregistered.</summary>
    public bool OwnsSecret => _binding.OwnsSecret;

    /// <summary>The knowledge base by which the key is verified; null for a key that needs none.</summary>
    public string? KnowledgeBaseId => _binding.KnowledgeBaseId;

    /// <summary>True for a knowledge key that is not known to open all bases of its workspace.</summary>
    public bool IsLimited => _binding.IsKnowledge && (_binding.LimitedToBases == true || KnowledgeBaseId is not null);

    /// <summary>SHA-256 of the key, first 16 hex digits.</summary>
    public string KeyFingerprint => _binding.KeyFingerprint;

    /// <summary>The end user that calls speak for unless they name another.</summary>
    public string User => _binding.User;

    /// <summary>The input variables that the app declared when it was last verified.</summary>
    public IReadOnlyList<DifyInput> Inputs =>
        field ??= ShownList.Of(_binding.Inputs.Select(input => new DifyInput(input)));

    /// <summary>True when the key may travel over plain http.</summary>
    public bool AllowUnencryptedAuthentication => _binding.AllowUnencryptedAuthentication;

    /// <summary>True when the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck => _binding.SkipCertificateCheck;

    /// <summary>When the name was bound, local time.</summary>
    public DateTimeOffset Registered => _binding.Registered.ToLocalTime();

    /// <summary>When the key last proved to open this app, local time; null when it never did.</summary>
    public DateTimeOffset? Verified => _binding.Verified?.ToLocalTime();

    /// <summary>Gives the name.</summary>
    public override string ToString() => DisplayFormat.Text(Name);
}

/// <summary>An input variable that an app declares.</summary>
public sealed class DifyInput
{
    private readonly DeclaredInput _input;

    internal DifyInput(DeclaredInput input) => _input = input;

    /// <summary>The name to use in -Inputs.</summary>
    public string Variable => _input.Variable;

    /// <summary>What people read beside the field.</summary>
    public string? Label => _input.Label;

    /// <summary>The field's kind: text-input, paragraph, select, number, file, file-list, checkbox, ...</summary>
    public string Type => _input.Type;

    /// <summary>True when a conversation or run cannot start without it.</summary>
    public bool Required => _input.Required;

    /// <summary>The value used when none is given.</summary>
    public string? Default => _input.Default;

    /// <summary>The values a select field takes.</summary>
    public IReadOnlyList<string> Options => ShownList.Of(_input.Options ?? Array.Empty<string>());

    /// <summary>The most characters a text field takes; null when there is no limit.</summary>
    public int? MaxLength => _input.MaxLength;

    /// <summary>Gives the variable's name.</summary>
    public override string ToString() => DisplayFormat.Text(Variable);
}
