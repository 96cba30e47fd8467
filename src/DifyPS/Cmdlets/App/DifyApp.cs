using System;
using System.Collections.Generic;
using System.Linq;
using DifyPS.Binding;

namespace DifyPS;

/// <summary>An app as its name stands for it: what <c>Get-DifyApp</c> shows. Holds no key.</summary>
public sealed class DifyApp
{
    internal DifyApp(AppBinding binding)
    {
        Name = binding.Name;
        Mode = binding.Mode;
        RemoteName = binding.RemoteName;
        Server = new Uri(binding.Server);
        Vault = binding.Vault;
        SecretName = binding.Secret;
        OwnsSecret = binding.OwnsSecret;
        KnowledgeBaseId = binding.KnowledgeBaseId;
        IsLimited = binding.IsKnowledge && (binding.LimitedToBases == true || binding.KnowledgeBaseId is not null);
        KeyFingerprint = binding.KeyFingerprint;
        User = binding.User;
        Inputs = binding.Inputs.Select(input => new DifyInput(input)).ToList();
        AllowUnencryptedAuthentication = binding.AllowUnencryptedAuthentication;
        SkipCertificateCheck = binding.SkipCertificateCheck;
        Registered = binding.Registered.ToLocalTime();
        Verified = binding.Verified?.ToLocalTime();
    }

    /// <summary>The name that cmdlets take.</summary>
    public string Name { get; }

    /// <summary>The same name, under which it flows to the -App parameter of other cmdlets.</summary>
    public string App => Name;

    /// <summary>Dify's app mode, <c>knowledge</c>, or null when never verified.</summary>
    public string? Mode { get; }

    /// <summary>The app's own name in Dify; null when never verified.</summary>
    public string? RemoteName { get; }

    /// <summary>Base address of the Service API.</summary>
    public Uri Server { get; }

    /// <summary>The vault that keeps the key.</summary>
    public string Vault { get; }

    /// <summary>The name of the secret in that vault.</summary>
    public string SecretName { get; }

    /// <summary>True when DifyPS wrote the secret and will delete it when the app is unregistered.</summary>
    public bool OwnsSecret { get; }

    /// <summary>The knowledge base by which the key is verified; null for a key that needs none.</summary>
    public string? KnowledgeBaseId { get; }

    /// <summary>True for a knowledge key that is not known to open all bases of its workspace.</summary>
    public bool IsLimited { get; }

    /// <summary>SHA-256 of the key, first 16 hex digits.</summary>
    public string KeyFingerprint { get; }

    /// <summary>The end user that calls speak for unless they name another.</summary>
    public string User { get; }

    /// <summary>The input variables that the app declared when it was last verified.</summary>
    public IReadOnlyList<DifyInput> Inputs { get; }

    /// <summary>True when the key may travel over plain http.</summary>
    public bool AllowUnencryptedAuthentication { get; }

    /// <summary>True when the server's certificate is not checked.</summary>
    public bool SkipCertificateCheck { get; }

    /// <summary>When the name was bound, local time.</summary>
    public DateTimeOffset Registered { get; }

    /// <summary>When the key last proved to open this app, local time; null when it never did.</summary>
    public DateTimeOffset? Verified { get; }

    /// <summary>Gives the name.</summary>
    public override string ToString() => Readable.Text(Name);
}

/// <summary>An input variable that an app declares.</summary>
public sealed class DifyInput
{
    internal DifyInput(DeclaredInput input)
    {
        Variable = input.Variable;
        Label = input.Label;
        Type = input.Type;
        Required = input.Required;
        Default = input.Default;
        Options = input.Options ?? Array.Empty<string>();
        MaxLength = input.MaxLength;
    }

    /// <summary>The name to use in -Inputs.</summary>
    public string Variable { get; }

    /// <summary>What people read beside the field.</summary>
    public string? Label { get; }

    /// <summary>The field's kind: text-input, paragraph, select, number, file, file-list, checkbox, ...</summary>
    public string Type { get; }

    /// <summary>True when a conversation or run cannot start without it.</summary>
    public bool Required { get; }

    /// <summary>The value used when none is given.</summary>
    public string? Default { get; }

    /// <summary>The values a select field takes.</summary>
    public IReadOnlyList<string> Options { get; }

    /// <summary>The most characters a text field takes; null when there is no limit.</summary>
    public int? MaxLength { get; }

    /// <summary>Gives the variable's name.</summary>
    public override string ToString() => Readable.Text(Variable);
}
