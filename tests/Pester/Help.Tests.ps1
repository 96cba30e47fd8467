# Every example of the help pages, of the topics and of the README runs as it stands there.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Support/Documentation.psm1"
    $repository = (Resolve-Path "$PSScriptRoot/../..").Path
    $pages = foreach ($path in @(Get-ChildItem "$repository/docs/en-US/*.md" | Sort-Object Name | ForEach-Object { "docs/en-US/$($_.Name)" }) + 'README.md') {
        @{ Page = [IO.Path]::GetFileNameWithoutExtension($path); Blocks = @(@(Get-DocBlock $path).Where({ -not $_.NotRun })) }
    }
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    Import-Module "$PSScriptRoot/Support/Documentation.psm1"
}

AfterAll { Close-DocStage }

Describe '<Page>' -ForEach $pages.Where({ $_.Blocks }) {
    It 'shows what runs: <Heading>' -ForEach $Blocks {
        Invoke-DocBlock $Script | Should -Not -Match (Get-CanaryPattern)
    }
}
