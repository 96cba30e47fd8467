# How objects look, at the widths that people have.
BeforeDiscovery {
    $widths = 80, 120
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'views'
    $cat = Add-SimulatedApp 'Views 猫' -With @{ script = @{ answer = "He said: `e]0;taken`a and `e[31mred`r over `u{202e}turned`u{2066}`u{9b}2J`u{200e}" } }
    $flow = Add-SimulatedApp 'ViewsFlow' -Mode 'advanced-chat'
    $work = Add-SimulatedApp 'ViewsWork' -Mode 'workflow'
    $generator = Add-SimulatedApp 'ViewsGenerator' -Mode 'completion' -With @{ inputs = @(@{ type = 'paragraph'; variable = 'query' }) }
    $keys = New-KeyFile $folder $cat, $flow, $work, $generator
    $names = 'cat', 'flow', 'work', 'generator'
    $row = 0
    Import-Csv $keys | ForEach-Object { $_.Name = $names[$row++]; $_ } | Register-DifyApp

    $reply = Invoke-DifyChat cat "`e[2JHello 世界, a question that goes on and on and on and on and on until no line can hold it any more"
    $null = $reply | Send-DifyFeedback -Rating Like -Text "`e[31mfine"
    $result = Invoke-DifyWorkflow work
    $chatflow = Invoke-DifyChat flow 'hello'
    $file = Join-Path $folder 'note.txt'
    Set-Content -LiteralPath $file -Value ('x' * 3000)
    $shown = [ordered] @{
        Reply        = $reply
        Completion   = Invoke-DifyCompletion generator -Inputs @{ query = 'x' }
        Result       = $result
        App          = Get-DifyApp
        Status       = Test-DifyApp
        Info         = Get-DifyAppInfo cat
        Conversation = Get-DifyConversation cat
        Message      = $reply | Get-DifyMessage
        Feedback     = Get-DifyFeedback cat
        User         = Get-DifyFeedback cat | Get-DifyEndUser
        Annotation   = Add-DifyAnnotation cat "Who`e[2J`nare you?" "A cat, 猫."
        Run          = $result | Get-DifyWorkflowRun
        Log          = Get-DifyWorkflowLog work
        File         = Send-DifyFile cat $file
        Event        = Invoke-DifyChat cat 'hello' -AsEvent
        Summary      = 'a', 'b' | Invoke-DifyChat cat -Summary | Select-Object -Last 1
        Step         = $chatflow.Steps
        Usage        = $reply.Usage
        Node         = $chatflow | Show-DifyWorkflowRun
        Day          = Measure-DifyUsage cat, work
    }

    function Show([object[]] $Value, [int] $Width, [scriptblock] $As = { $input }) {
        $rendering = $PSStyle.OutputRendering
        # As in a terminal: nothing is taken out on the way.
        $PSStyle.OutputRendering = 'Ansi'
        try { $Value | & $As | Out-String -Width $Width } finally { $PSStyle.OutputRendering = $rendering }
    }
}

Describe 'Views at <_> columns' -ForEach $widths {
    BeforeAll {
        $width = $_
    }

    It 'keep to the screen, and nobody elses text steers the terminal' {
        foreach ($name in $shown.Keys) {
            foreach ($as in { $input }, { $input | Format-Table }, { $input | Format-List }) {
                $text = Show $shown[$name] $width $as
                $text | Should -Not -BeNullOrEmpty -Because $name
                # Colours of our own are fine; everything else is not.
                ($text -replace '\e\[[\d;]*m') | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]' -Because $name
                $text | Should -Not -Match '\e\[31mred|\e\[31mfine' -Because $name
                foreach ($line in ($text -replace '\e\[[\d;]*m') -split '\r?\n') {
                    $Host.UI.RawUI.LengthInBufferCells($line) | Should -BeLessOrEqual $width -Because "$name`: $line"
                }
            }
        }
    }

    It 'show whole ids, and whole headers' {
        foreach ($name in 'Conversation', 'Run', 'Log', 'File', 'Annotation') {
            $text = Show $shown[$name] $width { $input | Format-Table }
            $text | Should -Match '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}' -Because $name
            # A header that is broken in two leaves a second line above the rule; above one line there is nothing, or a group's empty line.
            $lines = @(($text.Trim("`r", "`n") -replace '\e\[[\d;]*m') -split '\r?\n')
            $rule = [array]::FindIndex([string[]] $lines, [Predicate[string]] { $args[0] -match '^[- ]*--[- ]*$' })
            $rule | Should -BeGreaterThan 0 -Because $name
            if ($rule -gt 1) { $lines[$rule - 2].Trim() | Should -BeExactly '' -Because $name }
        }
    }
}

Describe 'What is shown' {
    It 'is the answer first, and one dim line below' {
        $lines = (Show $reply 120).Trim() -split '\r?\n'
        $lines[0] | Should -Be "He said: ␛]0;taken␇ and ␛[31mred␍ over `u{fffd}turned`u{fffd}`u{fffd}2J`u{200e}"
        $lines[-1] | Should -Match "^\e\[2m  cat · .*\d tokens · [\d.]+ USD · <?\d[\d.]* m?s\e\[0m$"
        $lines.Count | Should -Be 2
    }

    It 'has the readable size, time, price and numbers' {
        Show $shown.File 120 | Should -Match ' 2\.9 KiB '
        Show $shown.Usage 120 { $input | Format-List } | Should -Match 'TotalPrice +: \S*0\.0\d+ USD'
        Show $shown.Log 120 { $input | Format-List } | Should -Match 'Elapsed +: \S*<?\d[\d.]* m?s'
    }

    It 'stays what it was in the objects' {
        $reply.Answer | Should -Be "He said: `e]0;taken`a and `e[31mred`r over `u{202e}turned`u{2066}`u{9b}2J`u{200e}"
        $reply.Elapsed | Should -BeOfType ([timespan])
        $shown.File.Size | Should -BeGreaterThan 2999
    }

    It 'has no colour when it goes to a file, and none where NO_COLOR asks for none' {
        $key = New-KeyFile $folder $cat
        foreach ($environment in @{}, @{ NO_COLOR = '1' }) {
            $run = Invoke-Pwsh -Environment $environment -Script { Invoke-DifyChat cat hi | Out-Default; Get-DifyAppInfo cat | Out-Default }
            $run.Coloured | Should -BeFalse
            $run.Output | Should -Match 'cat · '
        }
    }
}

Describe 'A table with long texts, <width> columns wide, in the culture "<culture>"' -ForEach @(
    foreach ($width in 80, 100, 120) { foreach ($culture in '', 'en-US', 'pl-PL') { @{ width = $width; culture = $culture } } }
) {
    It 'breaks between words' {
        $words = 'The', 'secret', 'internationalization', "'DifyPS-cat'", 'is', 'not', 'there', 'any', 'more', 'extraordinarily', 'Set-DifyApp', '-Refresh'
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $culture
            foreach ($shift in 0..($words.Count - 1)) {
                $text = @($words[$shift..($words.Count - 1)]; $words) -join ' '
                $status = [DifyPS.DifyAppStatus] @{ Name = 'cat'; Status = 'SecretMissing'; Message = $text; RecommendedAction = $text }
                $shown = ($status | Format-Table | Out-String -Width $width) -split '\s+'
                $text -split ' ' | Where-Object { $_ -cnotin $shown } | Should -BeNullOrEmpty
            }
        }
        finally {
            [cultureinfo]::CurrentCulture = $before
        }
    }
}
