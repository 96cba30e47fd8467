@{
    RootModule        = 'InfoVault.Extension.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = 'e8d4b9f2-6a17-4c35-8f2e-1b7d9c3a5e54'
    FunctionsToExport = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Set-SecretInfo', 'Test-SecretVault')
}
