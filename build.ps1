<#
.SYNOPSIS
    Builds, tests, documents and packs DifyPS.
.DESCRIPTION
    Several tasks run in the order in which they are given, and the first that fails ends the script with
    exit code 1. Works in Windows PowerShell 5.1 and PowerShell 7.

    Build      Builds everything, with native code for this machine. Afterwards: Import-Module ./DifyPS.psd1
    Test       Builds and runs all tests.
    Pack       Builds, with native code for each platform, and lays the module out in artifacts/DifyPS/<version>, and in a zip file beside it.
    Docs       Compiles the help in docs to what Get-Help reads. Build again to ship it.
    Tour       Plays the quick tour on a simulated Dify.
    Bench      Measures how fast the module is.
    Soak       Runs workflows for half an hour, and looks whether anything grows.
    Clean      Deletes what was built.
    Bootstrap  Installs the PowerShell modules that are missing, and fetches Dify's description of its API for the tests.
.EXAMPLE
    ./build.ps1

    Builds everything.
.EXAMPLE
    ./build.ps1 -Task Docs, Pack

    Compiles the help, and makes the package with it.
#>
[CmdletBinding()]
param(
    # One or more of the tasks above.
    [Parameter(Position = 0)]
    [ArgumentCompleter({ param($c, $p, $word) 'Build', 'Test', 'Pack', 'Docs', 'Tour', 'Bench', 'Soak', 'Clean', 'Bootstrap' -like "$word*" })]
    [string[]] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$manifest = Join-Path $PSScriptRoot 'DifyPS.psd1'
$artifacts = Join-Path $PSScriptRoot 'artifacts'

# What each module is for, and the oldest version that will do. Windows brings a Pester that is too old.
$neededModules = @(
    @{ Name = 'Microsoft.PowerShell.SecretManagement'; Version = '1.1.0'; Use = 'to use DifyPS' }
    @{ Name = 'Microsoft.PowerShell.SecretStore'; Version = '1.0.0'; Use = 'for a vault on this machine, and the tests' }
    @{ Name = 'Pester'; Version = '5.5.0'; Use = 'for the tests in PowerShell' }
    @{ Name = 'Microsoft.PowerShell.PlatyPS'; Version = '1.0.0'; Use = 'for the task Docs' }
)

# Dify's description of its Service API, which is no part of this repository: the revision that the tests were written for.
$description = @{
    Address = 'https://raw.githubusercontent.com/langgenius/dify-docs/9d8344e72dffb71993ba9874ec762bb5d456ad0f/en/api-reference/openapi_service.json'
    Sha256  = '1c9990f9dfdf8bd72594864b623361a9662dc25c873a83f7bd494283db9b179b'
    Path    = Join-Path $artifacts 'dify/openapi_service.json'
}

function Write-Step([string] $Text) {
    Write-Host "==> $Text" -ForegroundColor Cyan
}

function Invoke-DotNet([string[]] $Arguments) {
    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction SilentlyContinue)) {
        throw 'The .NET SDK is needed, and there is no dotnet on the PATH. Install the .NET SDK 10 or later.'
    }
    Write-Step "dotnet $Arguments"
    # Out-Host: what dotnet says is for people, and no output of this script.
    & dotnet @Arguments | Out-Host
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($Arguments[0]) ended with exit code $LASTEXITCODE; the reason is above."
    }
}

function Test-NeededModule([hashtable] $Module) {
    $found = Get-Module -ListAvailable -Name $Module.Name | Where-Object { $_.Version -ge [version] $Module.Version }
    [bool] $found
}

function Invoke-Build {
    Invoke-DotNet 'build', 'DifyPS.sln', '-c', $Configuration
    if ($Configuration -ne 'Release') { return }
    # For this machine. What cannot be fetched costs time in a session's first call, and nothing else.
    try { Invoke-Precompile } catch { Write-Host "    The module works, but its first calls are slower: $_" -ForegroundColor Yellow }
}

# Native code beside the IL, for one platform or all of them.
function Invoke-Precompile([string] $Platform) {
    $for = if ($Platform) { @("-p:For=$Platform") }
    Invoke-DotNet (@('build', 'src/DifyPS.Precompiled') + @($for))
}

function Invoke-Test {
    Invoke-DotNet 'test', '-c', $Configuration
}

function Invoke-Tour {
    Invoke-DotNet 'run', '--project', 'src/DifyPS.Tour', '-c', $Configuration
}

function Invoke-Bench {
    $script = Join-Path $PSScriptRoot 'tests/Benchmarks/Run.ps1'
    if (-not (Test-Path -LiteralPath $script)) { throw "The benchmarks are not here: $script" }
    & $script
}

function Invoke-Soak {
    & (Join-Path $PSScriptRoot 'tests/Benchmarks/Soak.ps1')
}

function Invoke-Docs {
    $platyPS = $neededModules | Where-Object { $_.Name -eq 'Microsoft.PowerShell.PlatyPS' }
    if (-not (Test-NeededModule $platyPS)) {
        throw "The module $($platyPS.Name) $($platyPS.Version) or later is needed to compile the help. Install it with: " +
            "./build.ps1 -Task Bootstrap. A build does without it: it takes the compiled help that is in docs."
    }
    Write-Step 'Compiling the help'
    Import-Module -Name $platyPS.Name -MinimumVersion $platyPS.Version
    & (Join-Path $PSScriptRoot 'docs/Build-Help.ps1') | ForEach-Object { Write-Host "    $($_.FullName)" }
}

# The folder that goes into a folder of $env:PSModulePath as it is.
function Invoke-Pack {
    Invoke-DotNet 'build', 'DifyPS.sln', '-c', $Configuration
    Invoke-Precompile all
    $version = (Import-PowerShellDataFile -LiteralPath $manifest).ModuleVersion
    $package = Join-Path $artifacts "DifyPS/$version"
    Write-Step "Packing $package"
    if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package -Recurse -Force }
    $null = New-Item -ItemType Directory -Path $package
    foreach ($name in 'DifyPS.psd1', 'LICENSE', 'NOTICE', 'README.md', 'CHANGELOG.md', 'bin') {
        Copy-Item -LiteralPath (Join-Path $PSScriptRoot $name) -Destination $package -Recurse
    }
    Get-ChildItem -LiteralPath $package -Recurse -Filter '*.pdb' | Remove-Item -Force
    foreach ($help in @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'docs/en-US/*') -Include '*-Help.xml', '*.help.txt')) {
        foreach ($assembly in @(Get-ChildItem -LiteralPath (Join-Path $package 'bin') -Recurse -Filter DifyPS.dll)) {
            $shipped = Join-Path $assembly.DirectoryName "en-US/$($help.Name)"
            if (-not (Test-Path -LiteralPath $shipped)) { throw "The package lacks $($help.Name) in $($assembly.DirectoryName)." }
        }
    }

    $missing = @($neededModules | Where-Object { $_.Use -eq 'to use DifyPS' -and -not (Test-NeededModule $_) })
    if ($missing.Count -gt 0) {
        throw "The manifest cannot be tested without the module $($missing[0].Name). Install it with: ./build.ps1 -Task Bootstrap"
    }
    $null = Test-ModuleManifest -Path (Join-Path $package 'DifyPS.psd1')
    Save-Package $package (Join-Path $artifacts "DifyPS-$version.zip") "DifyPS/$version"
}

# Entry by entry, since Windows PowerShell would write backslashes into the names.
function Save-Package([string] $Folder, [string] $File, [string] $Root) {
    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    if (Test-Path -LiteralPath $File) { Remove-Item -LiteralPath $File -Force }
    $zip = [System.IO.Compression.ZipFile]::Open($File, [System.IO.Compression.ZipArchiveMode]::Create)
    try {
        foreach ($item in @(Get-ChildItem -LiteralPath $Folder -Recurse -File | Sort-Object FullName)) {
            $name = "$Root/" + $item.FullName.Substring($Folder.Length + 1).Replace('\', '/')
            $null = [System.IO.Compression.ZipFileExtensions]::CreateEntryFromFile($zip, $item.FullName, $name)
        }
    }
    finally {
        $zip.Dispose()
    }
    Write-Host "    $File"
}

function Invoke-Clean {
    Write-Step 'Deleting what was built'
    $built = @('bin', 'artifacts', 'TestResults') | ForEach-Object { Join-Path $PSScriptRoot $_ }
    $built += @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'src/*'), (Join-Path $PSScriptRoot 'tests/*') -Directory |
        ForEach-Object { Join-Path $_.FullName 'bin'; Join-Path $_.FullName 'obj'; Join-Path $_.FullName 'TestResults' })
    foreach ($folder in $built) {
        if (Test-Path -LiteralPath $folder) { Remove-Item -LiteralPath $folder -Recurse -Force }
    }
}

function Install-NeededModule([hashtable] $Module) {
    if (Get-Command -Name Install-PSResource -ErrorAction SilentlyContinue) {
        Install-PSResource -Name $Module.Name -Version "[$($Module.Version),)" -Scope CurrentUser -TrustRepository -Quiet
    }
    elseif (Get-Command -Name Install-Module -ErrorAction SilentlyContinue) {
        # Windows PowerShell may still begin with a protocol that the gallery no longer speaks.
        [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor
            [System.Net.SecurityProtocolType]::Tls12
        # Without this provider Install-Module asks, and there may be nobody to answer.
        if (-not (Get-PackageProvider -ListAvailable -ErrorAction SilentlyContinue | Where-Object { $_.Name -eq 'NuGet' })) {
            $null = Install-PackageProvider -Name NuGet -MinimumVersion 2.8.5.201 -Scope CurrentUser -Force
        }
        Install-Module -Name $Module.Name -MinimumVersion $Module.Version -Scope CurrentUser -Force -SkipPublisherCheck
    }
    else {
        throw 'This PowerShell has neither Install-PSResource nor Install-Module.'
    }
}

function Test-Description {
    (Test-Path -LiteralPath $description.Path) -and (Get-FileHash -LiteralPath $description.Path -Algorithm SHA256).Hash -eq $description.Sha256
}

# Beside its place first: what was cut off in coming, or is something else, is never taken for it.
function Install-Description {
    [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor
        [System.Net.SecurityProtocolType]::Tls12
    $null = New-Item -ItemType Directory -Path (Split-Path -Parent $description.Path) -Force
    $new = "$($description.Path).new"
    $ProgressPreference = 'SilentlyContinue'
    # A network that lets nothing through may not say so.
    Invoke-WebRequest -Uri $description.Address -OutFile $new -UseBasicParsing -TimeoutSec 60
    $hash = (Get-FileHash -LiteralPath $new -Algorithm SHA256).Hash
    if ($hash -ne $description.Sha256) {
        Remove-Item -LiteralPath $new
        throw "what is at $($description.Address) has the SHA-256 $hash, and not $($description.Sha256)"
    }
    Move-Item -LiteralPath $new -Destination $description.Path -Force
}

function Invoke-Bootstrap {
    $failed = @()
    foreach ($module in $neededModules) {
        $state = 'is there'
        if (-not (Test-NeededModule $module)) {
            try {
                Install-NeededModule $module
                $state = 'was installed'
            }
            catch {
                $state = "could not be installed: $_"
                $failed += $module.Name
            }
        }
        Write-Host "    $($module.Name) ($($module.Use)) $state"
    }
    # The tests do without it, and say so.
    $state = 'is there'
    if (-not (Test-Description)) {
        try {
            Install-Description
            $state = 'was fetched'
        }
        catch {
            $state = "could not be fetched, so the contract tests will not run: $_"
        }
    }
    Write-Host "    Dify's API description (for the contract tests) $state"
    if ($failed.Count -gt 0) {
        $folder = ($env:PSModulePath -split [System.IO.Path]::PathSeparator)[0]
        throw "Missing still: $($failed -join ', '). If this machine cannot reach the PowerShell Gallery, run on one that can: " +
            "Save-Module $($failed -join ', ') -Path modules; then copy what is in 'modules' to '$folder' here."
    }
}

Push-Location -LiteralPath $PSScriptRoot
$name = ''
try {
    # Called with -File, PowerShell hands over 'Docs,Pack' as one word.
    $names = @($Task -split ',' | ForEach-Object { $_.Trim() })
    $known = 'Build', 'Test', 'Pack', 'Docs', 'Tour', 'Bench', 'Soak', 'Clean', 'Bootstrap'
    $unknown = @($names | Where-Object { $known -notcontains $_ })
    if ($unknown.Count -gt 0) { throw "'$unknown' is no task. There are: $($known -join ', ')." }
    foreach ($name in $names) { & "Invoke-$name" }
}
catch {
    $what = if ($name) { "the task $name failed. " }
    $Host.UI.WriteErrorLine("build.ps1: $what$_")
    exit 1
}
finally {
    Pop-Location
}
