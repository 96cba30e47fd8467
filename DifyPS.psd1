@{
    RootModule           = 'bin/DifyPS.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = 'c0a4c1fe-6d0b-4c8e-9a53-52f1b7f0d7a1'
    Author               = 'The DifyPS contributors'
    CompanyName          = 'The DifyPS contributors'
    Copyright            = '(c) The DifyPS contributors. MIT licence.'
    Description          = 'Work with Dify apps by name. Each app''s API key is kept in a SecretManagement vault and bound to the app''s name; cmdlets take the name.'
    CompatiblePSEditions = @('Core', 'Desktop')
    PowerShellVersion    = '5.1'
    RequiredModules      = @(@{ ModuleName = 'Microsoft.PowerShell.SecretManagement'; ModuleVersion = '1.1.0' })
    FormatsToProcess     = @('bin/DifyPS.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @(
        'Add-DifyAnnotation'
        'Complete-DifyCommandLine'
        'Connect-DifyWorkspace'
        'ConvertFrom-DifyAudio'
        'ConvertTo-DifyAudio'
        'Disable-DifyAnnotationReply'
        'Disable-DifyAppApi'
        'Disable-DifyInputCompletion'
        'Disconnect-DifyWorkspace'
        'Enable-DifyAnnotationReply'
        'Enable-DifyAppApi'
        'Enable-DifyInputCompletion'
        'Enter-DifyChat'
        'Export-DifyAppDsl'
        'Export-DifyConversation'
        'Get-DifyAnnotation'
        'Get-DifyApp'
        'Get-DifyAppInfo'
        'Get-DifyCheckpoint'
        'Get-DifyConversation'
        'Get-DifyConversationVariable'
        'Get-DifyEndUser'
        'Get-DifyFeedback'
        'Get-DifyHumanInputForm'
        'Get-DifyMessage'
        'Get-DifySuggestedQuestion'
        'Get-DifyWorkflowLog'
        'Get-DifyWorkflowRun'
        'Get-DifyWorkspace'
        'Get-DifyWorkspaceApp'
        'Import-DifyAppDsl'
        'Invoke-DifyChat'
        'Invoke-DifyCompletion'
        'Invoke-DifyRestMethod'
        'Invoke-DifyWorkflow'
        'Measure-DifyUsage'
        'Receive-DifyWorkflowEvent'
        'Register-DifyApp'
        'Remove-DifyAnnotation'
        'Remove-DifyConversation'
        'Rename-DifyConversation'
        'Save-DifyFile'
        'Send-DifyFeedback'
        'Send-DifyFile'
        'Set-DifyAnnotation'
        'Set-DifyApp'
        'Set-DifyConversationVariable'
        'Show-DifyWorkflowRun'
        'Stop-DifyTask'
        'Submit-DifyHumanInputForm'
        'Test-DifyApp'
        'Test-DifyWorkspace'
        'Unregister-DifyApp'
    )
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Dify', 'AI', 'LLM', 'Agent', 'Workflow', 'RAG', 'REST', 'SecretManagement', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
