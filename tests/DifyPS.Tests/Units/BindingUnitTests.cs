using System;
using System.Collections.Generic;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class BindingUnitTests
{
    [Theory]
    [InlineData("cta", "cat")]
    [InlineData("CAT", "cat")]
    [InlineData("suport", "support-bot")]
    [InlineData("suportbot", "support-bot")]
    [InlineData("zzz", "")]
    [InlineData("t", "")]
    public void Near_names_are_found(string typed, string expected) =>
        Assert.Equal(expected, string.Join(",", AppName.Nearest(typed, ["cat", "support-bot", "invoice-reader"])));

    [Theory]
    [InlineData("DIFYPS_REGISTRY=/tmp/x.json", false, "/tmp/x.json")]
    [InlineData("XDG_CONFIG_HOME=/cfg", false, "/cfg/DifyPS/apps.json")]
    [InlineData("XDG_CONFIG_HOME=relative", false, "/home/a/.config/DifyPS/apps.json")]
    [InlineData("", false, "/home/a/.config/DifyPS/apps.json")]
    public void The_registry_lies_where_configuration_lies(string environment, bool windows, string expected)
    {
        if (OperatingSystem.IsWindows())
            return;
        var variables = new Dictionary<string, string>();
        if (environment.Split('=') is [var name, var value])
            variables[name] = value;
        Assert.Equal(
            expected,
            RegistryPath.Resolve(
                variables.GetValueOrDefault,
                folder => folder == Environment.SpecialFolder.UserProfile ? "/home/a" : "/roaming",
                windows
            )
        );
    }

    [Theory]
    [InlineData("A valid password is required to access the Microsoft.PowerShell.SecretStore vault.", "VaultLocked")]
    [InlineData("Unable to unlock the vault.", "VaultLocked")]
    [InlineData("The network path was not found.", "VaultFailed")]
    public void What_a_vault_says_is_made_sense_of(string words, string errorId)
    {
        var record = new ErrorRecord(
            new InvalidOperationException("outer", new InvalidOperationException(words)),
            "GetSecretInvalidOperation",
            ErrorCategory.InvalidOperation,
            null
        );
        var error = VaultErrors.From(record, "V");
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(words, error.Message);
    }

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("my cat", "'my cat'")]
    [InlineData("tom's", "'tom''s'")]
    [InlineData("$x", "'$x'")]
    public void Completed_words_are_quoted_where_they_must_be(string word, string expected) => Assert.Equal(expected, Quoting.Quote(word));
}
