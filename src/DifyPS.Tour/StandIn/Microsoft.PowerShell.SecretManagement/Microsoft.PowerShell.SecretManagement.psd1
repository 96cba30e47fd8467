@{
    RootModule        = 'Microsoft.PowerShell.SecretManagement.psm1'
    ModuleVersion     = '1.1.2'
    GUID              = '7c5f0a53-7c62-4e0e-8a53-7f1c5a4b8e11'
    Author            = 'The DifyPS contributors'
    Description       = 'Stands in for SecretManagement where it is not installed: the same commands over vaults in memory, gone when the process ends, or in a file for several processes.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Register-SecretVault', 'Unregister-SecretVault', 'Get-SecretVault', 'Set-SecretVaultDefault', 'Set-Secret', 'Set-SecretInfo', 'Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Unlock-SecretVault', 'Test-SecretVault')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
