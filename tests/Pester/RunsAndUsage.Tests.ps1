# Where the time of a run went, and what apps did in a day: in the terminal, as objects, and as pages.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'runs'
    $apps = @(
        Add-SimulatedApp 'RunTriage' 'workflow' -With @{
            script = @{ answer = 'one two three'; delayMs = 20; retries = 1; iterations = @(@{ title = "Each`e[31m 票"; count = 2 }) }
        }
        Add-SimulatedApp 'RunBroken' 'workflow' -With @{ script = @{ failure = 'The model is asleep.' } }
        Add-SimulatedApp 'RunCat' -With @{ script = @{ answer = 'one two three' } }
    )
    Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp
    $result = Invoke-DifyWorkflow runtriage
    Push-Location $folder
}

AfterAll {
    Pop-Location
}

Describe 'A run over time' {
    It 'is a table with a bar for each node, below a line about the run' {
        $lines = ($result | Show-DifyWorkflowRun | Out-String -Width 120) -split '\r?\n' | Where-Object { $_.Trim() }
        $lines[0] | Should -Match "^\s*runtriage · succeeded · .* · 6 nodes · 1 retry · 3 tokens · 0.000006 USD · $($result.RunId)"
        $lines[1] -split '\s+' | Where-Object { $_ } | Should -Be 'Node', 'Status', 'Tries', 'Time', 'Tokens', 'Cost', 'Timeline'
        $lines | Should -HaveCount 9
        ($lines -match '^LLM ') | Should -Match 'succeeded\s+2\s.*0.000006 USD\s+█*│█*'
        ($lines -match '^  Code #2 ') | Should -Match '█$'
        ($lines -match '^Each') | Should -Match '─+$'
    }

    It 'lets no character through that steers the terminal' {
        $text = $result | Show-DifyWorkflowRun | Out-String -Width 120
        $text | Should -Match 'Each␛\[31m 票'
        $text | Should -Not -Match "`e"
        $result | Show-DifyWorkflowRun | Format-List | Out-String | Should -Not -Match "`e"
    }

    It 'can be sorted and summed up like any objects' {
        $slowest = $result | Show-DifyWorkflowRun | Sort-Object Elapsed -Descending | Select-Object -First 1
        $slowest.Type | Should -BeIn 'llm', 'iteration'
        ($result | Show-DifyWorkflowRun | Measure-Object Tokens -Sum).Sum | Should -Be 3
    }

    It 'shows what failed, and why' {
        $nodes = Invoke-DifyWorkflow runbroken -ErrorAction SilentlyContinue | Show-DifyWorkflowRun
        ($nodes | Where-Object Status -EQ 'failed').Error | Should -Be 'The model is asleep.'
        $nodes | Out-String -Width 120 | Should -Match 'LLM\s+failed.*▒'
    }

    It 'can be made of events as they come' {
        $nodes = Invoke-DifyWorkflow runtriage -AsEvent | Show-DifyWorkflowRun
        $nodes.Title -join ' ' | Should -Match '^Start Each.* Code Code LLM End$'
    }

    It 'is a page that asks for nothing' {
        $result | Show-DifyWorkflowRun -Html run.html | Should -HaveCount 6
        $page = Get-Content run.html -Raw -Encoding utf8
        $page | Should -Match '<title>Run of runtriage</title>'
        $page | Should -Match "default-src 'none'"
        $page | Should -Not -Match 'src=|url\(|@import|https?://'
    }
}

Describe 'Usage' {
    BeforeAll {
        $null = Invoke-DifyChat runcat 'a b' | Invoke-DifyChat -Message 'c'
        $null = Invoke-DifyWorkflow runbroken -ErrorAction SilentlyContinue
    }

    It 'is a line an app and day' {
        $usage = Measure-DifyUsage run*
        $usage.App | Sort-Object -Unique | Should -Be 'runbroken', 'runcat', 'runtriage'
        ($usage | Where-Object App -EQ 'runcat' | Measure-Object Runs -Sum).Sum | Should -Be 2
        ($usage | Where-Object App -EQ 'runcat' | Measure-Object Cost -Sum).Sum | Should -Be 0.000015
        ($usage | Where-Object App -EQ 'runbroken').FailureRate | Should -Be 1
        ($usage | Where-Object App -EQ 'runtriage').Cost | Should -BeNullOrEmpty
    }

    It 'is a table, and a list' {
        $text = Measure-DifyUsage runcat, runbroken | Out-String -Width 100
        $text | Should -Match 'App\s+Day\s+Runs\s+Failed\s+Tokens\s+Cost\s+P50\s+P99'
        $text | Should -Match "runcat\s+$([datetime]::Today.ToString('yyyy-MM'))-\d\d\s+2\s+0\s+9\s+0.000015 USD"
        Measure-DifyUsage runcat | Format-List | Out-String | Should -Match 'Unpriced\s+: 0'
    }

    It 'goes into a CSV file' {
        Measure-DifyUsage runcat | Export-Csv usage.csv
        (Import-Csv usage.csv)[0].Tokens | Should -Be 9
    }

    It 'is a page that asks for nothing' {
        $null = Measure-DifyUsage run* -Html usage.html
        $page = Get-Content usage.html -Raw -Encoding utf8
        $page | Should -Match '<h2><bdi>runcat</bdi></h2>'
        $page | Should -Not -Match 'src=|url\(|@import|https?://'
        { Measure-DifyUsage runcat -Html usage.html -NoClobber } | Should -Throw -ErrorId 'FileExists,*'
    }
}

Describe 'Completion' {
    It 'knows apps, runs and users' -ForEach @(
        @{ Line = 'Measure-DifyUsage runc'; Expected = 'runcat' }
        @{ Line = 'Show-DifyWorkflowRun runt'; Expected = 'runtriage' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Contain $Expected
    }
}
