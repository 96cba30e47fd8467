# The vaults of the suite: SecretStore in the scratch folder, or what stands in for it. Never those of whoever runs it.
Set-StrictMode -Version Latest

$repository = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path

function Get-UserFolder {
    <#
    .SYNOPSIS
        The folders from which SecretManagement and SecretStore take theirs.
    .DESCRIPTION
        Variables move them on Linux. On Windows Environment.GetFolderPath asks the profile of the user, whatever
        the variables say.
    #>
    foreach ($folder in 'UserProfile', 'LocalApplicationData', 'ApplicationData') {
        [Environment]::GetFolderPath($folder, 'DoNotVerify')
    }
    if (-not $IsWindows) { $env:HOME }
}

function Get-StrayFolder {
    <# .SYNOPSIS Those of them that do not lie in the scratch folder: somebody's own vaults may be there. #>
    if (-not $env:DIFYPS_TEST_SCRATCH) { return Get-UserFolder }
    $scratch = [IO.Path]::TrimEndingDirectorySeparator([IO.Path]::GetFullPath($env:DIFYPS_TEST_SCRATCH)) + [IO.Path]::DirectorySeparatorChar
    foreach ($folder in Get-UserFolder) {
        if (-not $folder -or -not [IO.Path]::GetFullPath($folder).StartsWith($scratch, [StringComparison]::Ordinal)) { "$folder" }
    }
}

function Reset-ScratchStore {
    <#
    .SYNOPSIS
        Empties the SecretStore of this process's home, and refuses where that is not in the scratch folder.
    .DESCRIPTION
        The only place in the tests where a store is emptied. A store that was never used asks for a password even
        on the way to needing none; resetting it does not.
    #>
    param([string] $Authentication = 'None', [string] $Interaction = 'None', [securestring] $Password)
    $stray = @(Get-StrayFolder)
    if ($stray.Count -gt 0) {
        throw "A store outside of the scratch folder is not emptied: '$($stray -join "', '")' is not below '$env:DIFYPS_TEST_SCRATCH'."
    }
    $settings = @{ Authentication = $Authentication; Interaction = $Interaction; Force = $true; WarningAction = 'SilentlyContinue' }
    if ($Password) { $settings.Password = $Password }
    Microsoft.PowerShell.SecretStore\Reset-SecretStore @settings
}

function Get-WhyNoRealVault {
    <# .SYNOPSIS Why the real vaults cannot be used here, or nothing. #>
    param([bool] $StandIn)
    if ($StandIn) { return 'the ones in a file were asked for.' }
    foreach ($module in 'Microsoft.PowerShell.SecretManagement', 'Microsoft.PowerShell.SecretStore') {
        if (-not (Get-Module -ListAvailable -Name $module)) { return "the module $module is not installed." }
    }
    $stray = @(Get-StrayFolder)
    if ($stray.Count -gt 0) { return "they would be those of whoever runs the suite, in $($stray -join ' and ')." }
}

function Use-StandIn {
    <#
    .SYNOPSIS
        Puts the module that stands in for SecretManagement before all others, here and in processes that are started.
    #>
    $folder = Join-Path $repository 'src/DifyPS.Tour/StandIn'
    $env:PSModulePath = $folder + [IO.Path]::PathSeparator + $env:PSModulePath
    # The folder's name keeps its keys out of the search at the end of the suite.
    $env:DIFYPS_STANDIN_FILE = '.secretmanagement/stand-in.xml'
    Import-Module Microsoft.PowerShell.SecretManagement -Global
    $base = (Get-Module Microsoft.PowerShell.SecretManagement).ModuleBase
    if (-not $base.StartsWith($folder)) {
        throw "SecretManagement of this machine is in the way of what stands in for it: $base."
    }
}

function Initialize-Vault {
    <# .SYNOPSIS Makes a vault that needs no password the default vault of this process's home. #>
    if (-not $env:DIFYPS_STANDIN_FILE) {
        Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore -Global
        Reset-ScratchStore
    }
    Register-SecretVault -Name Store -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
}

Export-ModuleMember -Function *-*
