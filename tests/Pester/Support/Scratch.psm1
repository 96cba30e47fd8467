# Keys, registries and folders of the tests, all below the scratch folder.
Set-StrictMode -Version Latest

$repository = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path

function Get-ManifestPath {
    <# .SYNOPSIS The module as it lies in the repository, which is how people who build it load it. #>
    Join-Path $repository 'DifyPS.psd1'
}

function Get-ScratchPath {
    <# .SYNOPSIS The folder in which everything that the suite writes ends up. #>
    $env:DIFYPS_TEST_SCRATCH
}

function New-CanaryKey {
    <# .SYNOPSIS A key that can be recognised wherever it turns up. #>
    'app-canary' + [guid]::NewGuid().ToString('N').Substring(0, 18)
}

function Get-CanaryPattern {
    <# .SYNOPSIS What every key of the suite looks like. #>
    'canary[0-9a-f]{18}'
}

function New-WorkFolder {
    <# .SYNOPSIS A folder for one test file. #>
    param([string] $Name)
    $path = Join-Path (Get-ScratchPath) 'work' "$Name-$([guid]::NewGuid().ToString('N').Substring(0, 6))"
    (New-Item -ItemType Directory -Path $path).FullName
}

function Use-NewRegistry {
    <# .SYNOPSIS Gives the test file a registry of its own, in this process and those that it starts, and the folder it lies in. #>
    param([string] $Name)
    $folder = New-WorkFolder $Name
    $env:DIFYPS_REGISTRY = Join-Path $folder 'apps.json'
    $folder
}

function New-KeyFile {
    <#
    .SYNOPSIS
        Writes keys as people get them: a CSV file with Name, ApiKey and Server.
    .DESCRIPTION
        Keys go to other processes in such files only. Their name tells the last test, which looks for keys
        in everything that was written, to pass them over.
    #>
    param([string] $Folder, [object[]] $App)
    $path = Join-Path $Folder "$([guid]::NewGuid().ToString('N').Substring(0, 6)).keys.csv"
    $App | Select-Object -Property @{ Name = 'Name'; Expression = { $_.Name.ToLowerInvariant() } }, @{ Name = 'ApiKey'; Expression = { $_.Key } },
        @{ Name = 'Server'; Expression = { $env:DIFYPS_TEST_SERVER } } |
        Export-Csv -LiteralPath $path
    $path
}

function ConvertTo-Secure {
    <# .SYNOPSIS The key as cmdlets take it. #>
    param([string] $Text)
    ConvertTo-SecureString -String $Text -AsPlainText -Force
}

function Get-BindingName {
    <# .SYNOPSIS The names in a registry file, read as what it is: JSON. #>
    param([string] $Registry = $env:DIFYPS_REGISTRY)
    if (Test-Path -LiteralPath $Registry) {
        (Get-Content -LiteralPath $Registry -Raw | ConvertFrom-Json).apps.name
    }
}

Export-ModuleMember -Function *-*
