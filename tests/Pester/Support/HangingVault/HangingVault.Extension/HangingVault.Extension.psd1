@{
    RootModule        = 'HangingVault.Extension.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '2f1f6b55-98a8-4c6b-8ef8-5d3a9a1f5c42'
    FunctionsToExport = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Test-SecretVault')
}
