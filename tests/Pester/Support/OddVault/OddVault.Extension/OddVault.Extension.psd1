@{
    RootModule        = 'OddVault.Extension.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '7f6c3a52-91de-4b7a-b0c4-2f5d8e1a6b32'
    FunctionsToExport = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Test-SecretVault')
}
