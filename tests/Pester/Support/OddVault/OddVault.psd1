@{
    # A vault without metadata, as Az.KeyVault is one, that behaves as it is told.
    ModuleVersion     = '0.1.0'
    GUID              = '0d2b8f46-3c59-4a0b-8a6e-6c1f0e7b9d21'
    NestedModules     = @('OddVault.Extension')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    PrivateData       = @{ PSData = @{ Tags = @('SecretManagement') } }
}
