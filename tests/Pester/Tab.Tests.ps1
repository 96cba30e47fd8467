# Tab in the real PowerShell, by the way that its prompt takes: what it offers, and how long it lets people wait.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'tab'
    $cat = Add-SimulatedApp 'TabCat'
    $flow = Add-SimulatedApp 'TabFlow' -Mode 'workflow' -With @{
        inputs = @(
            @{ type = 'select'; variable = 'city'; label = 'Whereto'; required = $true; options = 'Bonn', 'New York', "L'Aquila" }
            @{ type = 'checkbox'; variable = 'express' }
        )
    }
    Import-Csv (New-KeyFile $folder $cat, $flow) | Register-DifyApp

    function Complete([string] $Typed) {
        (Complete-All $Typed).CompletionMatches
    }

    function Complete-All([string] $Typed) {
        $shell = [powershell]::Create('CurrentRunspace')
        try { [System.Management.Automation.CommandCompletion]::CompleteInput($Typed, $Typed.Length, $null, $shell) }
        finally { $shell.Dispose() }
    }

    # A busy machine may miss the limit; the next Tab has the answer.
    function Wait-Completion([string] $Typed) {
        for ($try = 0; $try -lt 50; $try++) {
            $found = @(Complete $Typed)
            if ($found.Count -gt 0) { return $found }
        }
    }
}

Describe 'Tab' {
    It 'completes the name of an app that fits on every cmdlet that takes one' {
        foreach ($command in Get-Command -Module DifyPS -CommandType Cmdlet) {
            foreach ($name in 'App', 'Name' | Where-Object { $command.Parameters.Keys -contains $_ }) {
                # The name that an app is to get is nobody's yet.
                if ("$command" -eq 'Register-DifyApp') { continue }
                # Names of connections, and names in Dify.
                if ($name -eq 'Name' -and $command.Noun -match '^Dify(Workspace|AppDsl)') { continue }
                $fits, $tip = switch -Regex ($command) {
                    'Completion$' { $null, $null }
                    'DifyWorkflow|HumanInput' { 'tabflow', "workflow 'TabFlow' at 127\.0\.0\.1" }
                    default { 'tabcat', "chatbot 'TabCat' at 127\.0\.0\.1" }
                }
                $found = @(Complete "$command -$name tab")
                if ($null -eq $fits) {
                    $found | Should -BeNullOrEmpty
                    continue
                }
                "$command -$name $($found[0].CompletionText)" | Should -Be "$command -$name $fits"
                $found[0].ToolTip | Should -Match $tip
            }
        }
    }

    It 'has a completer for every id and user that can be asked for' {
        foreach ($command in Get-Command -Module DifyPS -CommandType Cmdlet) {
            foreach ($name in 'ConversationId', 'MessageId', 'RunId', 'WorkflowId', 'AnnotationId', 'VariableId', 'FormToken', 'User', 'Vault' | Where-Object { $command.Parameters.Keys -contains $_ }) {
                $completer = $command.Parameters[$name].Attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] }
                $completer | Should -Not -BeNullOrEmpty -Because "$command -$name completes"
            }
        }
    }

    It 'knows a conversation by its title, and remembers it' {
        $reply = Invoke-DifyChat tabcat 'A trip to Bonn'
        (Wait-Completion 'Get-DifyMessage tabcat trip').CompletionText | Should -Be $reply.ConversationId
        $asked = @(Get-SimulatedRequest 'TabCat').Count
        (Complete 'Rename-DifyConversation tabcat new -ConversationId bonn').CompletionText | Should -Be $reply.ConversationId
        @(Get-SimulatedRequest 'TabCat').Count | Should -Be $asked
    }

    It 'waits no longer than people do, and has a late answer the next time' {
        $reply = Invoke-DifyChat tabcat 'late'
        # Warm: what is compiled at first use is no part of the limit.
        $null = Wait-Completion 'Get-DifyMessage tabcat '
        $null = Invoke-DifyChat tabcat 'later still'
        # Held back until the fault is taken away: that Tab comes back at all is its patience.
        $fault = Add-SimulatedFault @{ path = '/conversations'; app = 'TabCat'; latencyMs = 60000 }
        try {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Complete 'Get-DifyMessage tabcat ' | Should -BeNullOrEmpty
            $waited = $watch.ElapsedMilliseconds
        }
        finally {
            Remove-SimulatedFault $fault
        }
        $waited | Should -BeGreaterThan 250
        $waited | Should -BeLessThan 30000
        $found = Wait-Completion 'Get-DifyMessage tabcat '
        $found.CompletionText | Should -Contain $reply.ConversationId
        $watch.Restart()
        $null = Complete 'Get-DifyMessage tabcat '
        Write-Host "Tab waited $waited ms for an answer that did not come; remembered, it took $($watch.ElapsedMilliseconds) ms."
    }

    It 'offers variables and their values within the table, where that is asked for' {
        # Examples of the help may have switched it on.
        Disable-DifyInputCompletion
        @(Complete 'Invoke-DifyWorkflow tabflow -Inputs @{ ' | ForEach-Object CompletionText) -contains 'city = ' | Should -BeFalse
        Enable-DifyInputCompletion
        (Complete 'Invoke-DifyWorkflow tabflow -Inputs @{ ').CompletionText | Should -Be 'city = ', 'express = '
        (Complete 'Invoke-DifyWorkflow tabflow -Inputs @{ ')[0].ToolTip | Should -Be "Whereto: select, required, one of Bonn, New York, L'Aquila"
        (Complete 'Invoke-DifyWorkflow tabflow -Inputs @{ city = ').CompletionText | Should -Be "'Bonn'", "'New York'", "'L''Aquila'"
        (Complete "Invoke-DifyWorkflow tabflow -Inputs @{ city = 'new").CompletionText | Should -Be "'New York'"
        (Complete "Invoke-DifyWorkflow tabflow -Inputs @{ city = 'Bonn'; express = ").CompletionText | Should -Be '$true', '$false'
    }

    It 'is what it was for everything else' {
        (Complete 'Get-ChildIte').CompletionText | Should -Contain 'Get-ChildItem'
        (Complete '$PSVersionTab').CompletionText | Should -Be '$PSVersionTable'
        (Complete 'Select-Object -Property @{ ').CompletionText | Should -Be 'Name', 'Expression'
        Complete '$inputScr' | Should -BeNullOrEmpty
    }

    It 'completes vaults without opening one' {
        (Complete 'Register-DifyApp x -Vault Sto').CompletionText | Should -Be 'Store'
    }

    It 'leaves nothing behind' {
        $left = Invoke-Pwsh {
            $before = "$function:TabExpansion2"
            (Get-Command TabExpansion2).CommandType
            & { Enable-DifyInputCompletion }
            (Get-Command TabExpansion2).CommandType
            Disable-DifyInputCompletion
            (Get-Command TabExpansion2).CommandType
            Enable-DifyInputCompletion
            Remove-Module DifyPS
            (Get-Command TabExpansion2).CommandType
            "$function:TabExpansion2" -eq $before
            Get-Module DifyPS*
        }
        $left.Output -split '\r?\n' | Should -Be 'Function', 'Alias', 'Function', 'Function', 'True'
    }
}
