# A conversation in a real terminal: keys are sent to tmux, and its screen is read.
# Where tmux is not installed, what has the tag is skipped.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    Import-Module "$PSScriptRoot/Support/Tmux.psm1"
    $folder = Use-NewRegistry 'enter'
    $markdown = @(
        '# Cats', '', 'They are **bold** and `code`, see [here](https://example.com/cats).', '', '- one', '- two', ''
        '| Name | Lives |', '|---|--:|', '| Tom | 9 |', '| 猫 | 12 |', '', '```sh', 'purr --loud', '```', '', "Bad: $([char] 27)[2J&#27;[31m."
    ) -join "`n"
    $cat = Add-SimulatedApp 'TalkCat' -With @{
        delayMs    = 5
        script     = @{ answer = $markdown; citations = @(@{ dataset = 'Docs'; document = 'a.md'; content = 'Some text.' }) }
        parameters = @{ opening_statement = 'Hello, I am **Cat**.'; suggested_questions = @('Who are you?', 'What do you eat?') }
    }
    $echo = Add-SimulatedApp 'TalkEcho'
    $endless = Add-EndlessApp 'TalkEndless'
    Import-Csv (New-KeyFile $folder $cat, $echo, $endless) | Register-DifyApp
}

AfterAll { Stop-Tmux }

Describe 'A conversation' -Tag Tmux {
    BeforeAll {
        $terminal = Start-Terminal
        Send-Text $terminal 'Enter-DifyChat talkcat -PassThru | ForEach-Object ConversationId'
        Wait-Screen $terminal '(?m)^talkcat>'
    }

    It 'begins with the opening and the questions of the app' {
        Get-Screen $terminal | Should -Match 'Hello, I am Cat\.\n\n1  Who are you\?\n2  What do you eat\?\n\ntalkcat>'
    }

    It 'sends the question whose number is pressed, and shows Markdown as what it means' {
        Send-Text $terminal '2'
        Wait-Screen $terminal 'a\.md – Docs \(0\.90\)\n\ntalkcat>'
        $screen = Get-Screen $terminal
        $screen | Should -Match 'talkcat> What do you eat\?\nCats\n\nThey are bold and code, see here \(https://example\.com/cats\)\.\n\n• one\n• two\n'
        $screen | Should -Match '\nName │ Lives\n─+┼─+\nTom  │     9\n猫   │    12\n\n  sh\n  purr --loud\n'
        $screen | Should -Match 'Bad: ␛\[2J␛\[31m\.'
        Get-Screen $terminal -Styled | Should -Match "$([char] 27)\[1mbold"
    }

    It 'remembers what was written, and lets it be changed' {
        Send-Text $terminal 'one two' -NoEnter
        Send-Key $terminal C-w
        Send-Text $terminal 'drei 猫🐈' -NoEnter
        Send-Key $terminal Left, BSpace, Home
        Send-Text $terminal '> ' -NoEnter
        Wait-Screen $terminal 'talkcat> > one drei 🐈'
        Send-Key $terminal C-u, C-k
        Wait-Screen $terminal '(?m)^talkcat>\s*\Z'
        Send-Key $terminal Up
        Wait-Screen $terminal 'talkcat> What do you eat\?\s*\Z'
        Send-Key $terminal C-c
        Wait-Screen $terminal '(?m)^talkcat> What do you eat\?\ntalkcat>\s*\Z'
    }

    It 'leaves, gives the conversation, and the terminal back' {
        Send-Text $terminal '/exit'
        Wait-Screen $terminal "Go on later with: Enter-DifyChat 'talkcat' ([0-9a-f-]{36})\n\1\nready>"
        Wait-Prompt $terminal
        Send-Text $terminal '"a" + "b"'
        Wait-Screen $terminal '\nab\nready>'
    }
}

Describe 'Several lines' -Tag Tmux {
    It 'are one message with a backtick, and when they are pasted' {
        $terminal = Start-Terminal
        Send-Text $terminal 'Enter-DifyChat talkecho'
        Wait-Screen $terminal '(?m)^talkecho>'
        Send-Text $terminal 'first `'
        Send-Paste $terminal "pasted one`npasted two`n"
        Wait-Screen $terminal 'pasted two'
        Send-Text $terminal 'the end'
        Wait-Screen $terminal "you said 'first\s*\npasted one\npasted two\nthe end'"
        (Get-SimulatedRequest 'TalkEcho').Where({ $_ -eq 'POST /chat-messages' }) | Should -HaveCount 1
    }

    It 'are one message when they are longer than the row and the screen' {
        $terminal = Start-Terminal -Width 40 -Height 8
        Send-Text $terminal 'Enter-DifyChat talkecho'
        Wait-Screen $terminal '(?m)^talkecho>'
        $block = (1..20).ForEach({ "row $_ of a block" }) -join "`n"
        Send-Paste $terminal $block
        Wait-Screen $terminal 'row 20 of a block'
        Send-Text $terminal ''
        Wait-Screen $terminal "you said 'row 1 of a\s+block(.|\n)*row 20 of a block'"
        Get-Screen $terminal | Should -Match '(?m)^talkecho> row 1 of a block$'
    }
}

Describe 'A terminal that is made narrower' -Tag Tmux {
    It 'shows what is being written once' {
        $terminal = Start-Terminal -Width 90
        Send-Text $terminal 'Enter-DifyChat talkecho'
        Wait-Screen $terminal '(?m)^talkecho>'
        Send-Text $terminal 'begin with some more words than there will be room for in one row, and the end' -NoEnter
        Wait-Screen $terminal 'and the end'
        $null = Invoke-Tmux resize-window -t $terminal.Name -x 40 -y 20
        Send-Text $terminal '!' -NoEnter
        Wait-Screen $terminal 'end!'
        [regex]::Matches((Get-Screen $terminal), 'begin').Count | Should -Be 1
    }
}

Describe 'Ctrl+C' -Tag Tmux {
    It 'stops the answer and the task at the server, and once more it leaves' {
        $terminal = Start-Terminal
        Send-Text $terminal 'Enter-DifyChat talkendless'
        Wait-Screen $terminal '(?m)^talkendless>'
        Send-Text $terminal 'talk'
        Wait-Screen $terminal 'Ctrl\+C stops the answer'
        # What is typed meanwhile is not drawn into the answer.
        Send-Text $terminal 'typed ahead' -NoEnter
        $null = Wait-SimulatedRequest 'TalkEndless' '/chat-messages'
        Send-Key $terminal C-c
        (Wait-SimulatedStop 'TalkEndless').matched | Should -BeTrue
        Wait-Screen $terminal '\(stopped\)\n\ntalkendless>\s*\Z'
        Get-Screen $terminal | Should -Not -Match 'typed ahead'
        Send-Key $terminal C-c
        Wait-Screen $terminal 'Go on later with(.|\n)*ready>\s*\Z'
    }
}

Describe 'An answer longer than the screen' -Tag Tmux {
    It 'is whole and once in what was scrolled away, also when the terminal changes its size' {
        $null = Invoke-Control '/apps/TalkEcho' -Method Patch -Body @{ script = @{ answer = ((1..60).ForEach({ "- item $_" }) -join "`n") + "`n`nThe end." }; delayMs = 3 }
        $terminal = Start-Terminal -Width 60 -Height 12
        Send-Text $terminal 'Enter-DifyChat talkecho'
        Wait-Screen $terminal '(?m)^talkecho>'
        Send-Text $terminal 'list'
        Wait-Screen $terminal 'item 20\n'
        $null = Invoke-Tmux resize-window -t $terminal.Name -x 70 -y 14
        Wait-Screen $terminal 'The end\.\n\ntalkecho>'
        [regex]::Matches((Get-Screen $terminal), '(?m)^• item (\d+)$').ForEach({ $_.Groups[1].Value }) | Should -Be (1..60)
    }
}

Describe 'Where there are no styles' -Tag Tmux {
    It 'text is plain: <Before><Launch>' -ForEach @(
        @{ Before = '$PSStyle.OutputRendering = "PlainText"'; Launch = '' }
        @{ Before = '$env:TERM = "dumb"'; Launch = '-NoProfile -NoLogo' }
    ) {
        $terminal = Start-Terminal -Before $Before
        if ($Launch) {
            Send-Text $terminal "& $(Get-PwshCommandLine) $Launch -NoExit -Command `"Import-Module '$(Get-ManifestPath)'; function prompt { 'inner> ' }`""
            Wait-Screen $terminal '(?m)^inner>'
        }
        Send-Text $terminal 'Enter-DifyChat talkcat'
        Wait-Screen $terminal '(?m)^talkcat>'
        Send-Text $terminal 'hi'
        Wait-Screen $terminal 'a\.md – Docs \(0\.90\)\n\ntalkcat>'
        Get-Screen $terminal | Should -Match 'They are \*\*bold\*\* and `code`(.|\n)*\| Tom \| 9 \|'
        $answer = (Get-Screen $terminal -Styled) -replace '(?s)^.*talkcat> hi'
        $answer | Should -Not -Match "$([char] 27)\[\d*m"
    }
}

Describe 'Where there is no terminal' {
    It 'is refused before anything is sent' {
        $before = @(Get-SimulatedRequest 'TalkCat').Count
        $run = Invoke-Pwsh { Enter-DifyChat talkcat -ErrorAction SilentlyContinue -ErrorVariable problem; $problem.FullyQualifiedErrorId; $problem[0].ErrorDetails.RecommendedAction }
        $run.Output | Should -Match '^NoTerminal,DifyPS.Commands.EnterDifyChatCommand\s+.*Invoke-DifyChat'
        @(Get-SimulatedRequest 'TalkCat').Count | Should -Be $before
    }

    It 'is refused in a terminal whose PowerShell must not ask, and where output is redirected' -Tag Tmux {
        $terminal = Start-Terminal
        Send-Text $terminal "& $(Get-PwshCommandLine) -NoProfile -NonInteractive -Command `"Import-Module '$(Get-ManifestPath)'; Enter-DifyChat talkcat`""
        Wait-Screen $terminal 'runs with -NonInteractive'
        Wait-Prompt $terminal
        $pipe = Join-Path $folder 'pipe.sh'
        Set-Content -LiteralPath $pipe -Value "$(Get-PwshCommandLine) -NoProfile -Command `"Import-Module '$(Get-ManifestPath)'; Enter-DifyChat talkcat`" | cat"
        Send-Text $terminal "sh '$pipe'"
        Wait-Screen $terminal 'output goes to a\s+file\s+or another'
    }
}
