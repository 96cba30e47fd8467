@{
    RootModule        = 'DifyBaseline.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '2d6a0ac5-7c3a-4b5e-8a40-2f7b0de9a2a3'
    Author            = 'The DifyPS contributors'
    Description       = 'What people write by hand: a script module around Invoke-RestMethod, its keys in the same vault. DifyPS is measured against it.'
    RequiredModules   = @('Microsoft.PowerShell.SecretManagement')
    FunctionsToExport = @('Invoke-BaselineChat')
    CmdletsToExport   = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
