# Looks back at the whole run: everything that was shown or written, the vaults' own stores and the CSV
# files with keys left out.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"

    function Find-Key {
        param([string[]] $Path)
        foreach ($file in $Path) {
            # The log is being written to; Select-String could not open it everywhere.
            $stream = [IO.File]::Open($file, 'Open', 'Read', 'ReadWrite')
            try {
                if ([IO.StreamReader]::new($stream).ReadToEnd() -match (Get-CanaryPattern)) {
                    $file
                }
            }
            finally {
                $stream.Dispose()
            }
        }
    }
}

Describe 'Everything that the suite wrote' {
    It 'holds no key' {
        $files = @(Get-ChildItem -Path (Get-ScratchPath) -Recurse -File -Force).Where{
            # Pipes and sockets, which have another first letter, would be waited for.
            ($IsWindows -or $_.UnixMode.StartsWith('-')) -and
            $_.Name -notlike '*.keys.csv' -and $_.DirectoryName -notmatch '\.secretmanagement|hanging-vault'
        }
        $files.Count | Should -BeGreaterThan 3
        Find-Key $files.FullName | Should -BeNullOrEmpty
    }

    It 'is a log without a key' {
        (Get-Item $env:DIFYPS_TEST_LOG).Length | Should -BeGreaterThan 100
        Find-Key $env:DIFYPS_TEST_LOG | Should -BeNullOrEmpty
    }

    It 'would be found out if it did' {
        $file = New-KeyFile (New-WorkFolder 'canary') ([pscustomobject] @{ Name = 'x'; Key = New-CanaryKey })
        Find-Key $file | Should -Be $file
    }
}
