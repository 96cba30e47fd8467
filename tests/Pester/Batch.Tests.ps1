# Long lists: many items at once, a process that is killed and goes on, and the scripts of about_DifyPS_Scale as they stand there.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'batch'
    $form = @(
        @{ type = 'text-input'; variable = 'topic'; required = $true; maxLength = 48 }
        @{ type = 'number'; variable = 'count' }
    )
    $apps = @(
        Add-SimulatedApp 'triage' 'workflow' -With @{ inputs = $form; script = @{ durationMs = 20; failFor = @('broken') } }
        Add-SimulatedApp 'BatchList' 'workflow' -With @{ inputs = $form; script = @{ durationMs = 20 } }
        Add-SimulatedApp 'BatchFaulty' 'workflow' -With @{ inputs = $form; script = @{ durationMs = 20 } }
        Add-SimulatedApp 'BatchChat' 'chat' -With @{ script = @{ durationMs = 20 } }
        Add-SimulatedApp 'BatchSlow' 'workflow' -With @{ inputs = $form; script = @{ durationMs = 600000 } }
    )
    Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp

    function Get-Ledger {
        # How often an app has run with each topic.
        param([string] $App)
        (Invoke-Control -Path "/ledger?app=$App&input=topic").PSObject.Properties
    }

    function New-TicketFile {
        # A folder of its own with tickets.csv in it.
        param([string[]] $Topic)
        $path = New-WorkFolder 'tickets'
        $number = 0
        $Topic | ForEach-Object { [pscustomobject] @{ Id = ++$number; Topic = $_ } } | Export-Csv (Join-Path $path 'tickets.csv')
        $path
    }

    function Get-DocScript {
        # A script of the help, by its first line.
        param([string] $Name)
        $page = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot '../../docs/en-US/about_DifyPS_Scale.md')
        if ($page -notmatch "(?s)``````powershell[^\r\n]*\r?\n(?<script># $([regex]::Escape($Name))\b.*?)``````") { throw "The help has no script $Name." }
        $Matches['script']
    }

    function Start-DocScript {
        # Runs it in the folder, as a scheduler does, with the module found by its name.
        param([string] $Name, [string] $Folder)
        $file = Join-Path $Folder $Name
        Set-Content -LiteralPath $file -Value (Get-DocScript $Name)
        $modules = New-WorkFolder 'modules'
        $null = New-Item -ItemType SymbolicLink -Path (Join-Path $modules 'DifyPS') -Target (Split-Path (Get-ManifestPath))
        Invoke-Pwsh -Bare -ArgumentList $file, $Folder, "$PSScriptRoot/Support/Command.psm1" -Environment @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath } -Script {
            param($File, $Folder, $Command)
            Import-Module $Command
            $program, $words = @(Get-PwshCommand)
            Set-Location -LiteralPath $Folder
            & $program @words -NoProfile -NonInteractive -File $File
            exit $LASTEXITCODE
        }
    }
}

Describe 'A list at once' {
    It 'comes back in its order, with a summary at the end' {
        $tickets = New-TicketFile (1..40 | ForEach-Object { "ticket $_" })
        $results = @(Import-Csv "$tickets/tickets.csv" | Invoke-DifyWorkflow batchlist -ThrottleLimit 8 -Ordered -Summary)
        $results[0..39].Input.Id | Should -Be (1..40)
        $results[-1].PSTypeNames[0] | Should -Be 'DifyPS.DifyBatchSummary'
        $results[-1].Succeeded, $results[-1].Failed, $results[-1].Total | Should -Be 40, 0, 40
    }

    It 'leaves nothing under way when the pipeline wants no more' {
        $tickets = New-TicketFile (1..40 | ForEach-Object { "quick $_" })
        $checkpoint = Join-Path $tickets 'done.jsonl'
        $some = @(Import-Csv "$tickets/tickets.csv" | Invoke-DifyWorkflow batchlist -ThrottleLimit 8 -Checkpoint $checkpoint | Select-Object -First 3)
        $some.Count | Should -Be 3
        $first = @(1..20 | ForEach-Object { "waiting $_" } | Invoke-DifyWorkflow batchslow -ThrottleLimit 8 -Checkpoint "$checkpoint.slow" -AsEvent | Select-Object -First 3)
        $first.Count | Should -Be 3
        foreach ($app in 'BatchList', 'BatchSlow') {
            @((Invoke-Control -Path "/runs?app=$app") | ForEach-Object { $_ } | Where-Object status -EQ 'running') | Should -BeNullOrEmpty
        }
        @(Get-DifyCheckpoint $checkpoint).Count | Should -BeGreaterOrEqual 3
        (Get-DifyCheckpoint "$checkpoint.slow").Status | Should -Not -Contain 'succeeded'
    }
}

Describe 'Two thousand items on a bad day' {
    It 'are each done once, or told, whenever the process is killed' {
        $faults = @(
            Add-SimulatedFault @{ kind = 'Drop'; app = 'BatchFaulty'; path = '/workflows/run'; afterEvents = 1; chance = 0.05; seed = 11 }
            Add-SimulatedFault @{ status = 429; app = 'BatchFaulty'; path = '/workflows/run'; chance = 0.05; seed = 12 }
            Add-SimulatedFault @{ kind = 'ErrorAfterwards'; app = 'BatchFaulty'; path = '/workflows/run'; chance = 0.02; seed = 13 }
        )
        $checkpoint = Join-Path $folder 'faulty.jsonl'
        $script = {
            param($Checkpoint)
            $results = 0
            1..2000 | ForEach-Object { "item $_" } |
                Invoke-DifyWorkflow batchfaulty -ThrottleLimit 32 -Checkpoint $Checkpoint -Summary -ErrorVariable problems -ErrorAction SilentlyContinue |
                ForEach-Object {
                    if (++$results % 10 -eq 0) { [Console]::Out.WriteLine("$results") }
                    if ($_.PSTypeNames[0] -eq 'DifyPS.DifyBatchSummary') { [Console]::Out.WriteLine("summary $_") }
                }
        }
        try {
            # Killed when it has told of so many times ten results, with others on their way.
            $random = [Random]::new(2000)
            $open = 0
            foreach ($kill in 1..3) {
                $started = Start-Pwsh $script -ArgumentList $checkpoint
                foreach ($line in 1..$random.Next(5, 50)) { Wait-PwshLine $started | Should -Match '^\d+$' }
                Stop-Pwsh $started
                $open += @(Get-DifyCheckpoint $checkpoint -Status sending, running).Count
            }
            $last = Invoke-Pwsh $script -ArgumentList $checkpoint
        }
        finally {
            $faults | ForEach-Object { Remove-SimulatedFault $_ }
        }

        $open | Should -BeGreaterThan 0
        $last.ExitCode | Should -Be 0
        $last.Output | Should -Match 'summary \d+ done, \d+ failed, \d+ known before, 0 left'
        $entries = @(Get-DifyCheckpoint $checkpoint)
        $entries.Count | Should -Be 2000
        ($entries | Group-Object Status -NoElement | Sort-Object Name).Name | Should -BeIn 'failed', 'succeeded'
        $ledger = @{}
        Get-Ledger 'BatchFaulty' | ForEach-Object { $ledger[$_.Name] = $_.Value }
        foreach ($entry in $entries) {
            $count = $ledger[$entry.Input.topic]
            # Told as a failure: begun at most once all the same. Told as done: done once.
            if ($entry.Status -eq 'failed') { $entry.Error | Should -Not -BeNullOrEmpty; if ($count) { $count.started | Should -Be 1 } }
            elseif ($count.started -ne 1 -or $count.succeeded -ne 1) { throw "$($entry.Input.topic): $count" }
        }
        $entries.Where({ $_.Status -eq 'succeeded' }).RunId | Group-Object -NoElement | Where-Object Count -GT 1 | Should -BeNullOrEmpty

        # The same list once more: failures are told, and nothing is run.
        $again = Invoke-Pwsh $script -ArgumentList $checkpoint
        $again.Output | Should -Be 'summary 0 done, 0 failed, 2000 known before, 0 left'
        $entries.Where({ $_.Status -eq 'failed' }).Count | Should -BeGreaterThan 0
    }
}

Describe 'Messages of a process that is killed' {
    It 'have one answer each, and none is sent again that Dify has answered' {
        $checkpoint = Join-Path $folder 'chats.jsonl'
        $script = {
            param($Checkpoint)
            $results = 0
            1..300 | ForEach-Object { "message $_" } | Invoke-DifyChat batchchat -ThrottleLimit 16 -Checkpoint $Checkpoint -Summary -ErrorAction Stop | ForEach-Object {
                if (++$results % 10 -eq 0) { [Console]::Out.WriteLine("$results") }
                if ($_.PSTypeNames[0] -eq 'DifyPS.DifyBatchSummary') { [Console]::Out.WriteLine("summary $_") }
            }
        }
        foreach ($tens in 6, 9) {
            $started = Start-Pwsh $script -ArgumentList $checkpoint
            foreach ($line in 1..$tens) { Wait-PwshLine $started | Should -Match '^\d+$' }
            Stop-Pwsh $started
        }
        $last = Invoke-Pwsh $script -ArgumentList $checkpoint
        $last.Errors | Should -BeNullOrEmpty
        $last.Output | Should -Match 'summary \d+ done, 0 failed, \d+ known before, 0 left'
        $entries = @(Get-DifyCheckpoint $checkpoint)
        $entries.Count | Should -Be 300
        $entries.Status | Sort-Object -Unique | Should -Be 'succeeded'
        @($entries.MessageId | Sort-Object -Unique).Count | Should -Be 300
        # What was cut off counts as begun only.
        $counts = @((Invoke-Control -Path '/ledger?app=BatchChat').PSObject.Properties.Value)
        ($counts.succeeded | Measure-Object -Sum).Sum | Should -Be 300
        ($counts.started | Measure-Object -Sum).Sum | Should -BeGreaterOrEqual 300
    }
}

Describe 'The scripts of the help' {
    It 'nightly.ps1 does the list, tells what failed by its exit code, and goes on with what is left' {
        $tickets = New-TicketFile (1..30 | ForEach-Object { "nightly $_" })
        $run = Start-DocScript 'nightly.ps1' $tickets
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Match '30 done, 0 failed'
        Add-Content -LiteralPath "$tickets/tickets.csv" -Value '"31","broken"', '"32","nightly 32"'
        $run = Start-DocScript 'nightly.ps1' $tickets
        $run.ExitCode | Should -Be 2
        $run.Output | Should -Match '1 done, 1 failed, 30 known before'
        $run.Output + $run.Errors | Should -Not -Match (Get-CanaryPattern)
        # What failed stays told, though nothing is run any more.
        (Start-DocScript 'nightly.ps1' $tickets).ExitCode | Should -Be 2
        Set-Content -LiteralPath (Get-ChildItem "$tickets/*.jsonl").FullName -Value 'nonsense'
        (Start-DocScript 'nightly.ps1' $tickets).ExitCode | Should -Be 1
        $null = Invoke-Control -Path '/apps/triage' -Method Patch -Body @{ enabled = $false }
        try { (Start-DocScript 'nightly.ps1' $tickets).ExitCode | Should -Be 4 }
        finally { $null = Invoke-Control -Path '/apps/triage' -Method Patch -Body @{ enabled = $true } }
    }

    It 'workers.ps1 does every line once, whoever does it' {
        $tickets = New-TicketFile (1..100 | ForEach-Object { "shared $_" })
        $run = Start-DocScript 'workers.ps1' $tickets
        $run.Errors | Should -BeNullOrEmpty
        $run.ExitCode | Should -Be 0
        @(Get-ChildItem $tickets -Filter '*.jsonl').Count | Should -Be 3
        $entries = @(Get-DifyCheckpoint "$tickets/*.jsonl")
        ($entries.Input.topic | Sort-Object -Unique).Count | Should -Be 100
        $counts = @(Get-Ledger 'triage' | Where-Object Name -Like 'shared *')
        $counts.Count | Should -Be 100
        $counts.Value.started | Sort-Object -Unique | Should -Be 1
        # Once more: all three know what they have done.
        (Start-DocScript 'workers.ps1' $tickets).ExitCode | Should -Be 0
        @(Get-Ledger 'triage' | Where-Object Name -Like 'shared *').Value.started | Sort-Object -Unique | Should -Be 1
    }
}

Describe 'Its views' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $checkpoint = Join-Path $folder 'views.jsonl'
        $summary = 'mice', 'milk' | Invoke-DifyWorkflow batchlist -Checkpoint $checkpoint -Summary | Select-Object -Last 1
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'show a summary as a table and as a list' {
        $summary | Out-String -Width 120 | Should -Match 'Total\s+Succeeded\s+Failed\s+Skipped\s+Left\s+Elapsed\s+Per minute[\s\S]+2\s+2\s+0\s+0\s+0\s+\d[\d.]* m?s'
        $summary | Format-List | Out-String | Should -Match 'PerMinute\s+: \d'
    }

    It 'show the items of a checkpoint as a table and as a list' {
        Get-DifyCheckpoint $checkpoint | Out-String -Width 160 | Should -Match "Item\s+Status\s+Time\s+Result[\s\S]+mice\s+succeeded\s+\d{4}-\d\d-\d\d \d\d:\d\d\s+BatchList here: topic='mice'"
        Get-DifyCheckpoint $checkpoint | Format-List | Out-String | Should -Match 'Status\s+: succeeded'
    }

    It 'hold no colours where there are to be none' {
        $($summary; Get-DifyCheckpoint $checkpoint) | Out-String | Should -Not -Match "`e\["
    }
}
