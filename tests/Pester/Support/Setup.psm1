# What stands before the suite: is everything there, and a scratch home for it to live in.
Set-StrictMode -Version Latest

$repository = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path

function Get-MissingRequirement {
    <# .SYNOPSIS Names what has to be installed or built first. #>
    $wanted = @(
        @{ Name = 'Pester'; From = '5.5.0'; Below = '6.0.0' }
        @{ Name = 'Microsoft.PowerShell.SecretManagement'; From = '1.1.0'; Below = '2.0.0' }
        @{ Name = 'Microsoft.PowerShell.SecretStore'; From = '1.0.0'; Below = '2.0.0' }
    )
    if ($PSVersionTable.PSVersion -lt [version] '7.4') {
        'PowerShell 7.4 or later'
    }
    foreach ($module in $wanted) {
        $found = Get-Module -ListAvailable -Name $module.Name |
            Where-Object { $_.Version -ge [version] $module.From -and $_.Version -lt [version] $module.Below }
        if (-not $found) {
            "the module $($module.Name) from $($module.From) to below $($module.Below)"
        }
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

function Invoke-InScratch {
    <# .SYNOPSIS Runs the script in a new pwsh that lives in the scratch folder, and gives its exit code. #>
    param([string] $Scratch, [string] $Script, [hashtable] $Settings)

    # Values go through a file: a list does not survive a command line.
    $settingsFile = Join-Path $Scratch 'settings.json'
    $Settings | ConvertTo-Json | Set-Content -LiteralPath $settingsFile
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    foreach ($argument in '-NoProfile', '-NonInteractive', '-File', $Script, $settingsFile) {
        $start.ArgumentList.Add($argument)
    }
    $homeFolder = Join-Path $Scratch 'home'
    $temporary = Join-Path $Scratch 'temp'
    $values = @{
        HOME                          = $homeFolder
        USERPROFILE                   = $homeFolder
        APPDATA                       = Join-Path $homeFolder 'AppData/Roaming'
        LOCALAPPDATA                  = Join-Path $homeFolder 'AppData/Local'
        XDG_CONFIG_HOME               = Join-Path $homeFolder '.config'
        XDG_DATA_HOME                 = Join-Path $homeFolder '.local/share'
        XDG_CACHE_HOME                = Join-Path $homeFolder '.cache'
        DIFYPS_REGISTRY               = Join-Path $homeFolder 'apps.json'
        TMPDIR                        = $temporary
        TEMP                          = $temporary
        TMP                           = $temporary
        DIFYPS_TEST_SCRATCH           = $Scratch
        # Keeps the runtime's own pipes and sockets out of the temporary folder, which is searched for keys.
        DOTNET_EnableDiagnostics      = '0'
        POWERSHELL_TELEMETRY_OPTOUT   = '1'
        POWERSHELL_UPDATECHECK        = 'Off'
        DOTNET_CLI_TELEMETRY_OPTOUT   = '1'
    }
    foreach ($name in $values.Keys) {
        $start.Environment[$name] = $values[$name]
    }
    $process = [Diagnostics.Process]::Start($start)
    try {
        $process.WaitForExit()
        $process.ExitCode
    }
    finally {
        # Ctrl+C arrives here with the suite still running.
        if (-not $process.HasExited) {
            $process.Kill($true)
        }
        $process.Dispose()
    }
}

Export-ModuleMember -Function *-*
