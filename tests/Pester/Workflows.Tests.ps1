# Workflows as people run them: from lists, over pauses, followed, and stopped half-way.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'workflows'
    $form = @(
        @{ type = 'text-input'; variable = 'topic'; required = $true; maxLength = 20 }
        @{ type = 'select'; variable = 'tone'; options = 'formal', 'casual' }
        @{ type = 'number'; variable = 'count' }
    )
    $apps = @(
        Add-SimulatedApp 'FlowTriage' 'workflow' -With @{ inputs = $form }
        Add-SimulatedApp 'FlowNamed' 'workflow' -With @{ inputs = $form }
        Add-SimulatedApp 'FlowBroken' 'workflow' -With @{ inputs = $form; script = @{ failure = 'The model is asleep.'; failFor = @('bad') } }
        Add-SimulatedApp 'FlowSum' 'workflow' -With @{ inputs = $form }
        Add-SimulatedApp 'FlowExact' 'workflow' -With @{ script = @{ outputs = @{
            whole = [bigint]::Parse('12345678901234567890'); part = 1234567890.1234567891d; psobject = 'own'; '' = 'none'; Count = 3
        } } }
        Add-SimulatedApp 'FlowApprover' 'workflow' -With @{ script = @{ pause = @{ content = 'Is this fine?' } } }
        Add-SimulatedApp 'FlowTwice' 'workflow' -With @{ script = @{ pauses = @{ content = 'First?' }, @{ content = 'Really?'; actions = @(@{ id = 'ship'; title = 'Ship it' }) } } }
        Add-SimulatedApp 'FlowChat' 'advanced-chat' -With @{ script = @{ pause = @{ content = 'Shall I?' } } }
        Add-EndlessApp 'FlowEndless' 'workflow'
        Add-EndlessApp 'FlowStopped' 'workflow'
    )
    Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp
    $tickets = Join-Path $folder 'tickets.csv'
    Set-Content -LiteralPath $tickets -Value 'Id,User,Topic,Tone,Count', '17,bob,printer,FORMAL,3', '18,bob,password,rude,', '19,bob,mouse,,'

    function Get-SentInput([string] $App) {
        @(Invoke-Control -Path "/requests?app=$App") | ForEach-Object { $_ } | Where-Object path -EQ '/workflows/run' | ForEach-Object { $_.body | ConvertFrom-Json }
    }
}

Describe 'What came out' {
    It 'is exact to the last digit, and nothing of it is lost for its name' {
        $result = Invoke-DifyWorkflow flowexact
        $result.Outputs.whole | Should -Be ([bigint]::Parse('12345678901234567890'))
        $result.Outputs.part | Should -Be 1234567890.1234567891d
        $result.Outputs.psobject_, $result.Outputs._, $result.Outputs.Count | Should -Be 'own', 'none', 3
        "$result" | Should -Match '1234567890\.1234567891\b'
        { $result | Format-List * | Out-String } | Should -Not -Throw
    }

    It 'goes exact where it is an input, and an emoji is one character' {
        $null = Invoke-DifyWorkflow flowsum -Inputs @{ topic = '🐈' * 20; count = (Invoke-DifyWorkflow flowexact).Outputs.whole }
        @(Invoke-Control -Path '/requests?app=FlowSum') | ForEach-Object { $_ } | Where-Object path -EQ '/workflows/run' | Select-Object -Last 1 -ExpandProperty body |
            Should -Match '"count":12345678901234567890\b'
        { Invoke-DifyWorkflow flowsum -Inputs @{ topic = '🐈' * 21 } -ErrorAction Stop } | Should -Throw '*21*'
        { Invoke-DifyWorkflow flowsum -Inputs @{ topic = 'a'; count = [double]::NaN } -ErrorAction Stop } | Should -Throw "*'count'*"
    }

    It 'comes after a gateway had no room for it' {
        $null = Add-SimulatedFault @{ status = 429; body = '<h1>error code: 1015</h1>'; retryAfter = 1; count = 2; app = 'FlowExact'; path = '/workflows/run' }
        (Invoke-DifyWorkflow flowexact).Status | Should -Be 'succeeded'
    }
}

Describe 'Input variables as parameters' {
    It 'are what -Inputs would say, by position, by name and splatted' {
        $null = Invoke-DifyWorkflow flownamed -topic one -tone casual -count 3
        $given = @{ App = 'flownamed'; topic = 'two' }
        $null = Invoke-DifyWorkflow @given @{ tone = 'formal' }
        $sent = @(Get-SentInput 'FlowNamed' | Select-Object -Last 2).inputs
        $sent.topic | Should -Be 'one', 'two'
        $sent.tone | Should -Be 'casual', 'formal'
        $sent[0].count | Should -Be 3
    }

    It 'go to each item of a pipeline' {
        @('a', 'b' | Invoke-DifyWorkflow flownamed -tone casual).Status | Should -Be 'succeeded', 'succeeded'
        @(Get-SentInput 'FlowNamed' | Select-Object -Last 2).inputs.tone | Should -Be 'casual', 'casual'
    }

    It 'work in a strict script in constrained language' {
        # In a process of its own: scripts that were compiled for constrained language stay so for the whole process.
        $run = Invoke-Pwsh -Script {
            Set-StrictMode -Version Latest
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            (Invoke-DifyWorkflow flownamed -topic mice -tone formal).Status
        }
        $run.Output | Should -Be 'succeeded'
        $run.ExitCode | Should -Be 0
    }

    It 'are checked with all the others, and a variable given twice is an error' {
        { Invoke-DifyWorkflow flownamed -tone rude -ErrorAction Stop } | Should -Throw "*'topic' is required*" -ErrorId 'InvalidInputs,*'
        { Invoke-DifyWorkflow flownamed @{ topic = 'a' } -topic b -ErrorAction Stop } | Should -Throw "*'topic' was given twice*"
    }

    It 'leave the error about a name that is not there as it is' {
        { Invoke-DifyWorkflow flownamde -topic a -ErrorAction Stop } | Should -Throw -ErrorId 'AppNotFound,*'
    }

    It 'complete on Tab, with their options' {
        $line = 'Invoke-DifyWorkflow flownamed -to'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be '-topic', '-tone'
        $line = 'Invoke-DifyWorkflow flownamed -tone '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'formal'", "'casual'"
    }
}

Describe 'A list of tickets' {
    It 'runs line by line; a line that does not fit is an error of its own' {
        $results = @(Import-Csv $tickets | Invoke-DifyWorkflow flowtriage -ErrorVariable problems -ErrorAction SilentlyContinue)
        $results.Input.Id | Should -Be '17', '19'
        $results.Status | Should -Be 'succeeded', 'succeeded'
        @($problems).Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInputs,*'
        $problems[0].TargetObject.Id | Should -Be '18'
        "$($problems[0])" | Should -Match "'tone' is 'rude', and has to be one of formal, casual"
    }

    It 'sends what the form asks for and nothing else' {
        $sent = @(Get-SentInput 'FlowTriage')
        $sent.user | Sort-Object -Unique | Should -Not -Be 'bob'
        $sent[0].inputs | ConvertTo-Json -Compress | Should -Be '{"topic":"printer","tone":"formal","count":3}'
        $sent[1].inputs | ConvertTo-Json -Compress | Should -Be '{"topic":"mouse"}'
    }

    It 'leaves a log of what failed, and each run tells why' {
        $null = 'good', 'bad' | Invoke-DifyWorkflow flowbroken -ErrorAction SilentlyContinue
        $failed = @(Get-DifyWorkflowLog flowbroken -Status Failed | Get-DifyWorkflowRun)
        $failed.Count | Should -Be 1
        $failed[0].Inputs.topic | Should -Be 'bad'
        $failed[0].Error | Should -Be 'The model is asleep.'
    }
}

Describe 'A run that pauses' {
    It 'goes on by a pipeline' {
        $result = Invoke-DifyWorkflow flowapprover | Submit-DifyHumanInputForm -Action approve
        $result.Status | Should -Be 'succeeded'
    }

    It 'goes on over two pauses, and runs that wait for nothing are passed on' {
        $result = Invoke-DifyWorkflow flowtwice | Submit-DifyHumanInputForm -Action approve | Submit-DifyHumanInputForm -Action 'Ship it'
        $result.Status | Should -Be 'succeeded'
        $passed = Invoke-DifyWorkflow flowtriage -Inputs @{ topic = 'x' } | Submit-DifyHumanInputForm -Action approve
        $passed.Status | Should -Be 'succeeded'
    }

    It 'tells who joins it what it waits for' {
        $first = Invoke-DifyWorkflow flowtwice
        ($first | Receive-DifyWorkflowEvent -AsResult).Pause.Content | Should -Be 'First?'
        $second = $first | Submit-DifyHumanInputForm -Action approve
        $second.Status | Should -Be 'paused'
        $second.Pause.Content | Should -Be 'Really?'
    }

    It 'sends nothing with -WhatIf' {
        $paused = Invoke-DifyWorkflow flowapprover
        $asked = @(Get-SimulatedRequest 'FlowApprover').Count
        $paused | Submit-DifyHumanInputForm -Action approve -WhatIf
        $paused | Stop-DifyTask -WhatIf
        @(Get-SimulatedRequest 'FlowApprover').Count | Should -Be $asked
        ($paused | Get-DifyWorkflowRun).Status | Should -Be 'paused'
    }

    It 'shows a command that goes through as it was copied from a narrow window' -ForEach @(
        @{ Run = { Invoke-DifyWorkflow flowapprover } }
        @{ Run = { Invoke-DifyChat flowchat 'Go on.' } }
        @{ Run = { Invoke-DifyWorkflow flowapprover | Get-DifyHumanInputForm } }
    ) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { $shown = & $Run | Out-String -Width 80 } finally { $PSStyle.OutputRendering = $rendering }
        $shown -match '(?s)(Submit-DifyHumanInputForm .*? -User \S+)' | Should -BeTrue
        $result = Invoke-Expression $Matches[1]
        $result.Status | Should -Be 'succeeded'
    }

    It 'offers its actions and inputs on Tab' {
        $token = (Invoke-DifyWorkflow flowtwice | Submit-DifyHumanInputForm -Action approve).FormToken
        $typed = "Submit-DifyHumanInputForm flowtwice $token -Action "
        (TabExpansion2 $typed $typed.Length).CompletionMatches.CompletionText | Should -Be 'ship'
        $typed = 'Invoke-DifyWorkflow flowtriage -Inputs '
        (TabExpansion2 $typed $typed.Length).CompletionMatches[0].CompletionText | Should -Be "@{ topic = '' }"
    }
}

Describe 'A run that is not waited for' {
    It 'is stopped when the pipeline wants no more' {
        $first = Invoke-DifyWorkflow flowendless -AsEvent | Select-Object -First 1
        $first.Event | Should -Be 'workflow_started'
        (Wait-SimulatedStop 'FlowEndless').taskId | Should -Be $first.TaskId
    }

    It 'is stopped when its job is stopped' {
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ManifestPath)'; Invoke-DifyWorkflow flowstopped -User stopped")
        $null = $shell.BeginInvoke()
        $null = Wait-SimulatedRequest 'FlowStopped' '/workflows/run'
        $stopping = $shell.BeginStop($null, $null)
        $shell.EndStop($stopping)
        $shell.Dispose()
        @(Get-SimulatedRequest 'FlowStopped' | Where-Object { $_ -like 'POST /workflows/tasks/*/stop' }).Count | Should -BeGreaterOrEqual 1
        Get-DifyWorkflowLog flowstopped -User stopped | ForEach-Object Status | Should -Be 'stopped'
    }

    It 'is stopped by one of its events' {
        $events = Invoke-DifyWorkflow flowendless -AsEvent | ForEach-Object {
            $_
            if ($_.Event -eq 'text_chunk') { $_ | Stop-DifyTask }
        }
        @($events)[-1].Event | Should -Be 'workflow_finished'
        @($events)[-1].Status | Should -Be 'stopped'
    }

    It 'is left alone by who only listened to it' {
        $run = Invoke-DifyWorkflow flowapprover
        $run | Receive-DifyWorkflowEvent -Snapshot | Select-Object -First 1 | ForEach-Object Event | Should -Be 'workflow_started'
        ($run | Get-DifyWorkflowRun).Status | Should -Be 'paused'
    }
}

Describe 'Its views' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'show the output first and one line below it' {
        $shown = (Invoke-DifyWorkflow flowtriage -Inputs @{ topic = 'mice' } | Out-String).Trim() -split '\r?\n'
        $shown[0] | Should -Be "FlowTriage here: topic='mice'"
        $shown[1] | Should -Match '^  flowtriage · .* tokens · 3 steps · <?\d[\d.]* m?s$'
        $shown.Count | Should -Be 2
    }

    It 'show results as a table and as a list' {
        $result = Invoke-DifyWorkflow flowtriage -Inputs @{ topic = 'mice' }
        $result | Format-Table | Out-String -Width 120 | Should -Match 'App\s+Status\s+Elapsed\s+Tokens\s+Output[\s\S]+flowtriage\s+succeeded\s+<?\d[\d.]* m?s\s+\d+ FlowTriage'
        $result | Format-List | Out-String -Width 120 | Should -Match "RunId\s+: $($result.RunId)"
    }

    It 'show runs and the log as tables' {
        Get-DifyWorkflowLog flowbroken | Out-String -Width 160 | Should -Match 'Created\s+Status\s+Error\s+RunId[\s\S]+failed'
        Get-DifyWorkflowLog flowbroken | Get-DifyWorkflowRun | Out-String -Width 160 | Should -Match 'Created\s+Status\s+Error\s+RunId'
    }

    It 'hold no colours where there are to be none' {
        $(Invoke-DifyWorkflow flowapprover; Invoke-DifyWorkflow flowapprover | Get-DifyHumanInputForm; Get-DifyWorkflowLog flowtriage -First 1) | Out-String | Should -Not -Match "`e\["
    }
}

Describe 'Without anybody' {
    It 'a workflow fails loudly in a strict script' {
        $run = Invoke-Pwsh -ArgumentList $tickets -Script {
            param($Tickets)
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            Import-Csv $Tickets | Invoke-DifyWorkflow flowtriage | ForEach-Object { $_.Input.Id }
            'not reached'
        }
        $run.Output | Should -Be '17'
        $run.ExitCode | Should -Be 1
        $run.Errors | Should -Match "'rude', and has to be one of"
    }

    It 'a paused run is told from one that is over' {
        $run = Invoke-Pwsh -Script {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $result = Invoke-DifyWorkflow flowapprover
            "$($result.Status) $($null -eq $result.Outputs)"
            if ($result.Status -eq 'paused') { $result = $result | Submit-DifyHumanInputForm -Action approve }
            $result.Status
        }
        $run.Errors | Should -BeNullOrEmpty
        ($run.Output -split '\r?\n')[-1] | Should -Be 'succeeded'
        $run.ExitCode | Should -Be 0
    }
}
