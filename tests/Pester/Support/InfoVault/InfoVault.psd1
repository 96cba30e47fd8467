@{
    # A vault that takes metadata apart from the secret, and fails with it.
    ModuleVersion     = '0.1.0'
    GUID              = 'c1a7e0b4-5d38-4f62-9b1d-8e4c2a6f7d43'
    NestedModules     = @('InfoVault.Extension')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    PrivateData       = @{ PSData = @{ Tags = @('SecretManagement') } }
}
