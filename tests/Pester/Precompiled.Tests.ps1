# A package has native code for some platforms beside the IL, and its loader knows for which. The loader is held here with copies of the IL
# in the place of native code: what is in such a folder is loaded as it is.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $platform = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
    $can = [Environment]::Version.Major -eq 10

    function New-Copy {
        param([string[]] $Listed, [string[]] $There)
        $copy = New-WorkFolder 'precompiled'
        $root = Split-Path (Get-ManifestPath)
        Copy-Item -LiteralPath (Get-ManifestPath), (Join-Path $root 'bin') -Destination $copy -Recurse
        $bin = Join-Path $copy 'bin'
        # A checkout may have native code of its own.
        Get-ChildItem -Path "$bin/net8.0/*/DifyPS.dll" | ForEach-Object { Remove-Item -LiteralPath $_.DirectoryName -Recurse }
        foreach ($name in $There) {
            $null = New-Item -ItemType Directory "$bin/net8.0/$name"
            Copy-Item "$bin/net8.0/*.dll", "$bin/net8.0/en-US" -Destination "$bin/net8.0/$name" -Recurse
        }
        $loader = @(Get-Content -LiteralPath "$bin/DifyPS.psm1") -notmatch "'net8.0/"
        $at = [array]::FindIndex([string[]] $loader, [Predicate[string]] { $args[0].Trim() -eq "default { 'net8.0' }" })
        $at | Should -BeGreaterThan 0
        $lines = $Listed | ForEach-Object { "            '$_' { 'net8.0/$_' }" }
        Set-Content -LiteralPath "$bin/DifyPS.psm1" -Value $loader[0..($at - 1)], $lines, $loader[$at..($loader.Count - 1)]
        Join-Path $copy 'DifyPS.psd1'
    }

    # Tells where the module came from, relative to bin, and whether its help and its own libraries are found there.
    $look = {
        param($Manifest, $Constrained)
        $ErrorActionPreference = 'Stop'
        Set-StrictMode -Version Latest
        # Not the one that is held here, and a stand-in for it is a script.
        Import-Module Microsoft.PowerShell.SecretManagement
        if ($Constrained -eq 'True') { $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage' }
        Import-Module $Manifest
        $command = Get-Command Get-DifyApp
        $null = Get-DifyApp
        "$($command.DLL)"
        (Get-Help Get-DifyApp).Synopsis
        $Error.Count
    }

    function Get-Loaded {
        param($Manifest, $Constrained)
        $run = Invoke-Pwsh $look -ArgumentList $Manifest, $Constrained -Bare
        $run.Errors | Should -BeNullOrEmpty
        $dll, $help, $errors = $run.Output -split '\r?\n'
        $help | Should -BeExactly 'Lists the apps that are registered by name.'
        $errors | Should -Be 0
        [IO.Path]::GetRelativePath((Join-Path (Split-Path $Manifest) 'bin'), $dll).Replace('\', '/')
    }
}

Describe 'Native code in a package' {
    It 'is loaded on its platform (constrained language: <_>)' -ForEach $false, $true {
        $expected = if ($can) { "net8.0/$platform/DifyPS.dll" } else { 'net8.0/DifyPS.dll' }
        Get-Loaded (New-Copy -Listed 'none-x1', $platform -There $platform) $_ | Should -BeExactly $expected
    }

    It 'of other platforms leaves this one its IL' {
        Get-Loaded (New-Copy -Listed 'none-x1' -There 'none-x1', $platform) $false | Should -BeExactly 'net8.0/DifyPS.dll'
    }

    It 'that an older build left is not loaded' {
        Get-Loaded (New-Copy -Listed @() -There $platform) $false | Should -BeExactly 'net8.0/DifyPS.dll'
    }
}
