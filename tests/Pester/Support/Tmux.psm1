# A terminal as people have it: tmux, with keys sent to it and its screen read. A server of its own for each test file.
Set-StrictMode -Version Latest

Import-Module (Join-Path $PSScriptRoot 'Command.psm1')

# In the scratch folder, where whoever cleans up finds it.
$script:socket = Join-Path $env:DIFYPS_TEST_SCRATCH "tmux-$([guid]::NewGuid().ToString('N').Substring(0, 8))"

function Invoke-Tmux {
    <# .SYNOPSIS One command of tmux, to the server of this test file. #>
    $output = & tmux -S $script:socket -f /dev/null @args 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "tmux $args failed: $output"
    }
    $output
}

function Start-Terminal {
    <# .SYNOPSIS Opens a terminal with a pwsh in it that has the module, and waits for its prompt. #>
    param([int] $Width = 80, [int] $Height = 30, [string] $Before = '')
    $file = Join-Path (Get-ScratchPath) 'work' "terminal-$([guid]::NewGuid().ToString('N').Substring(0, 6)).ps1"
    Set-Content -LiteralPath $file -Value "Import-Module '$(Get-ManifestPath)'", "function prompt { 'ready> ' }", $Before
    $name = 't' + [guid]::NewGuid().ToString('N').Substring(0, 6)
    $null = Invoke-Tmux new-session -d -s $name -x $Width -y $Height -e LANG=C.UTF-8 "$(Get-PwshCommandLine) -NoProfile -NoLogo -NoExit -File '$file'"
    $terminal = [pscustomobject] @{ Name = $name; Width = $Width }
    Wait-Screen $terminal '(?m)^ready>'
    $terminal
}

function Stop-Tmux {
    <# .SYNOPSIS Ends the server of this test file, with all its terminals. #>
    # That none was started is no failure.
    if (-not (Test-Path -LiteralPath $script:socket)) { return }
    & tmux -S $script:socket kill-server 2>&1 | Out-Null
}

function Send-Text {
    <# .SYNOPSIS Types text, and Enter unless it goes on. #>
    param([psobject] $Terminal, [string] $Text, [switch] $NoEnter)
    if ($Text) {
        $null = Invoke-Tmux send-keys -t $Terminal.Name -l -- $Text
    }
    if (-not $NoEnter) {
        $null = Invoke-Tmux send-keys -t $Terminal.Name Enter
    }
}

function Send-Key {
    <# .SYNOPSIS Presses keys, by the names that tmux has for them. #>
    param([psobject] $Terminal, [string[]] $Key)
    $null = Invoke-Tmux send-keys -t $Terminal.Name @Key
}

function Send-Paste {
    <# .SYNOPSIS Pastes a block, as a terminal does it. #>
    param([psobject] $Terminal, [string] $Text)
    $file = Join-Path (Get-ScratchPath) 'work' "paste-$([guid]::NewGuid().ToString('N').Substring(0, 6)).txt"
    Set-Content -LiteralPath $file -Value $Text -NoNewline
    $null = Invoke-Tmux load-buffer $file
    $null = Invoke-Tmux paste-buffer -p -t $Terminal.Name
}

function Get-Screen {
    <# .SYNOPSIS What is to be seen, with what has left the screen at its top. #>
    param([psobject] $Terminal, [switch] $Styled)
    $style = if ($Styled) { '-e' } else { '-J' }
    (Invoke-Tmux capture-pane -p $style -S -2000 -t $Terminal.Name) -join "`n"
}

function Wait-Screen {
    <#
    .SYNOPSIS
        Waits until the screen fits the pattern. What it showed instead is in the error.
    .DESCRIPTION
        On a busy machine that takes as long as it takes: it is given up when the screen has not changed for
        so many seconds, or when nothing runs in the terminal any more.
    #>
    param([psobject] $Terminal, [string] $Pattern, [int] $Seconds = 120)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $before = $null
    while (($screen = Get-Screen $Terminal) -notmatch $Pattern) {
        if ($screen -cne $before) {
            $before = $screen
            $watch.Restart()
        }
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) {
            throw "The screen did not come to fit '$Pattern', and did not change for $Seconds s:`n$screen"
        }
        # tmux tells nobody that something was drawn.
        [Threading.Thread]::Sleep(40)
    }
}

function Wait-Prompt {
    <# .SYNOPSIS Waits until PowerShell takes input again: keys that come before that are lost, or go to what still runs. #>
    param([psobject] $Terminal)
    Wait-Screen $Terminal '(?m)^ready>[ ]*\s*\Z'
}

Export-ModuleMember -Function *-*
