# What stands before the suite: is everything there, and a scratch home for it to live in.
Set-StrictMode -Version Latest
Import-Module (Join-Path $PSScriptRoot 'Results.psm1')
Import-Module (Join-Path $PSScriptRoot 'Command.psm1')

$repository = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path
$packagedPester = '5.9.1'

function Test-Installed {
    <# .SYNOPSIS Whether such a module is in $env:PSModulePath. #>
    param([string] $Name, [version] $From, [version] $Below)
    [bool] (Get-Module -ListAvailable -Name $Name | Where-Object { $_.Version -ge $From -and $_.Version -lt $Below })
}

function Find-Pester {
    <# .SYNOPSIS What to import: the Pester that is installed, or the one that the build took from its packages. #>
    $installed = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version -ge [version] '5.5.0' -and $_.Version -lt [version] '6.0.0' } |
        Sort-Object -Property Version -Descending | Select-Object -First 1
    if ($installed) { return $installed.Path }
    $packages = if ($env:NUGET_PACKAGES) { $env:NUGET_PACKAGES } else { Join-Path ([Environment]::GetFolderPath('UserProfile')) '.nuget/packages' }
    $packaged = Join-Path $packages "pester/$packagedPester/tools/Pester.psd1"
    if (Test-Path -LiteralPath $packaged) { $packaged }
}

function Get-MissingRequirement {
    <# .SYNOPSIS Names what has to be installed or built first. #>
    param([switch] $RequireVaults)
    if ($PSVersionTable.PSVersion -lt [version] '7.4') {
        'PowerShell 7.4 or later'
    }
    if (-not (Find-Pester)) {
        'the module Pester from 5.5.0 to below 6.0.0'
    }
    if (-not $RequireVaults) { return }
    if (-not (Test-Installed 'Microsoft.PowerShell.SecretManagement' '1.1.0' '2.0.0')) {
        'the module Microsoft.PowerShell.SecretManagement from 1.1.0 to below 2.0.0'
    }
    if (-not (Test-Installed 'Microsoft.PowerShell.SecretStore' '1.0.0' '2.0.0')) {
        'the module Microsoft.PowerShell.SecretStore from 1.0.0 to below 2.0.0'
    }
}

function Find-Simulator {
    <# .SYNOPSIS The simulator that was built last. #>
    $built = Get-ChildItem -Path (Join-Path $repository 'src/Dify.Simulator/bin/*/net*/Dify.Simulator.dll') -ErrorAction Ignore |
        Sort-Object -Property LastWriteTimeUtc -Descending |
        Select-Object -First 1
    if (-not $built) {
        throw 'The simulator is not built: dotnet build src/Dify.Simulator'
    }
    $built.FullName
}

function New-Scratch {
    <# .SYNOPSIS Makes the folder in which everything that the suite writes ends up. #>
    $path = Join-Path ([IO.Path]::GetTempPath()) "DifyPS.Pester.$([guid]::NewGuid().ToString('N').Substring(0, 12))"
    foreach ($folder in 'home', 'temp', 'work') {
        $null = New-Item -ItemType Directory -Path (Join-Path $path $folder)
    }
    $path
}

function Get-ScratchEnvironment {
    <# .SYNOPSIS The variables that move a process into the scratch folder, as far as variables can. #>
    param([string] $Scratch)
    $homeFolder = Join-Path $Scratch 'home'
    $temporary = Join-Path $Scratch 'temp'
    @{
        HOME                        = $homeFolder
        # What macOS asks before it asks who is logged in.
        CFFIXED_USER_HOME           = $homeFolder
        USERPROFILE                 = $homeFolder
        APPDATA                     = Join-Path $homeFolder 'AppData/Roaming'
        LOCALAPPDATA                = Join-Path $homeFolder 'AppData/Local'
        XDG_CONFIG_HOME             = Join-Path $homeFolder '.config'
        XDG_DATA_HOME               = Join-Path $homeFolder '.local/share'
        XDG_CACHE_HOME              = Join-Path $homeFolder '.cache'
        DIFYPS_REGISTRY             = Join-Path $homeFolder 'apps.json'
        TMPDIR                      = $temporary
        TEMP                        = $temporary
        TMP                         = $temporary
        DIFYPS_TEST_SCRATCH         = $Scratch
        # Keeps the runtime's own pipes and sockets out of the temporary folder, which is searched for keys.
        DOTNET_EnableDiagnostics    = '0'
        POWERSHELL_TELEMETRY_OPTOUT = '1'
        POWERSHELL_UPDATECHECK      = 'Off'
        DOTNET_CLI_TELEMETRY_OPTOUT = '1'
    }
}

function Get-SuiteFile {
    <#
    .SYNOPSIS
        The test files that are asked for, in the order in which they are taken.
    .DESCRIPTION
        What takes longest begins first, so that no process is left with it at the end: conversations in a
        terminal, then the longer files.
    #>
    param([string[]] $Only)
    $tests = Split-Path $PSScriptRoot -Parent
    # The file that looks back at all others is each process's last.
    Get-ChildItem -Path $tests -Filter '*.Tests.ps1' |
        Where-Object { $name = $_.Name -replace '\.Tests\.ps1$'; $name -ne 'NoKeyInAnyText' -and @($Only).Where({ $name -like $_ }) } |
        Sort-Object -Property { -not (Select-String -LiteralPath $_.FullName -Pattern '-Tag Tmux' -Quiet) }, { -$_.Length } |
        ForEach-Object FullName
}

function Stop-TerminalServer {
    <# .SYNOPSIS Ends tmux servers that are left: they are nobody's children, and known by their sockets. #>
    param([string] $Scratch)
    foreach ($socket in Get-ChildItem -LiteralPath $Scratch -Filter 'tmux-*' -ErrorAction Ignore) {
        & tmux -S $socket.FullName kill-server 2>&1 | Out-Null
    }
}

Export-ModuleMember -Function *-*
