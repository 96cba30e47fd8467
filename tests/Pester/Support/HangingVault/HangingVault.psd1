@{
    # A vault that can be caught in the act: for a process to be killed between two steps.
    ModuleVersion     = '0.1.0'
    GUID              = '5a0c8b1f-7a53-4a57-9f0c-0c6a3c7f5b11'
    NestedModules     = @('HangingVault.Extension')
    FunctionsToExport = @()
    CmdletsToExport   = @()
    AliasesToExport   = @()
    PrivateData       = @{ PSData = @{ Tags = @('SecretManagement') } }
}
