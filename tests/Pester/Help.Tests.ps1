# Every PowerShell block of the help pages, of the topics and of the README runs as it stands there.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/Documentation.psm1"
    $pages = foreach ($path in Get-DocPath) {
        @{ Path = $path; Blocks = @(@(Get-DocBlock $path).Where({ -not $_.NotRun })) }
    }
    $topics = @(Get-DocPath).Where({ $_ -like '*about_*' }).ForEach({ [IO.Path]::GetFileNameWithoutExtension($_) })
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    Import-Module "$PSScriptRoot/Support/Documentation.psm1"
}

AfterAll { Close-DocStage }

Describe '<Path>' -ForEach $pages.Where({ $_.Blocks }) {
    It 'shows what runs: <Heading>' -ForEach $Blocks {
        Invoke-DocBlock $Script | Should -Not -Match (Get-CanaryPattern)
    }
}

Describe 'Blocks that do not run' {
    BeforeAll {
        $blocks = @(Get-DocPath | ForEach-Object { Get-DocBlock $_ })
        $left = $blocks.Where({ $_.NotRun })
    }

    It 'are few, and say why' {
        Write-Information "$($left.Count) of $($blocks.Count):" -InformationAction Continue
        $left.ForEach({ "  $($_.Path), $($_.Heading): $($_.NotRun)" }) | Write-Information -InformationAction Continue
        $left.Count | Should -BeLessOrEqual 38
        $left.Where({ $_.Path -notmatch 'about_|README' }).Count | Should -BeLessOrEqual 6
        $blocks.Count | Should -BeGreaterThan 240
    }

    It 'leave something to run of what a newcomer reads first' {
        foreach ($heading in 'Thirty seconds', 'Ten minutes') {
            $blocks.Where({ $_.Path -eq 'README.md' -and $_.Heading -eq $heading -and -not $_.NotRun }) | Should -Not -BeNullOrEmpty
        }
    }

    It 'are the only ones that are not seen' {
        # A fence that is written in another way would be passed over.
        $fences = @(Get-DocPath | ForEach-Object { [IO.File]::ReadAllLines((Get-DocFile $_)) -match '^\s*(```|~~~)\s*(powershell|pwsh|ps1)' })
        $fences.Count | Should -Be $blocks.Count
    }
}

Describe 'The topic <_>' -ForEach $topics {
    It 'is found' {
        $text = Get-Help $_ | Out-String
        $text | Should -Match "TOPIC\s+$_\s"
        $text | Should -Match 'SEE ALSO'
    }
}
