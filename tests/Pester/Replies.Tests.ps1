# How replies come to their end, whatever the server does: lines kept open, errors without a name, answers without end.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'replies'
    $apps = @(
        Add-SimulatedApp 'ReplyCat'
        Add-SimulatedApp 'ReplyFlow' 'workflow' -With @{ inputs = @(@{ type = 'text-input'; variable = 'topic' }); script = @{ warning = 'sys.files is old.'; plainInputs = $true } }
        Add-SimulatedApp 'ReplyWaits' 'workflow' -With @{ script = @{ pause = @{ content = 'Is this fine?' } } }
        Add-SimulatedApp 'ReplyText' 'completion'
        Add-SimulatedApp 'ReplyAgent' 'agent'
    )
    Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp

    # Pings behind the last event, for as long as anybody listens.
    function Use-OpenLine([string] $App, [scriptblock] $Script) {
        $faults = '/chat-messages', '/completion-messages', '/workflows/run', '/workflow/*/events' | ForEach-Object {
            Add-SimulatedFault @{ kind = 'PingsOnly'; app = $App; path = $_; afterEvents = 1000000; intervalMs = 300 }
        }
        try { & $Script } finally { $faults | ForEach-Object { Remove-SimulatedFault $_ } }
    }
}

Describe 'A closing event' {
    It 'ends <App>, although the server keeps the line open' -ForEach @(
        @{ App = 'replycat'; Command = { Invoke-DifyChat replycat 'hi' -TimeoutSeconds 60 } }
        @{ App = 'replyagent'; Command = { Invoke-DifyChat replyagent 'hi' -TimeoutSeconds 60 } }
        @{ App = 'replytext'; Command = { Invoke-DifyCompletion replytext -Query 'hi' -TimeoutSeconds 60 } }
        @{ App = 'replyflow'; Command = { Invoke-DifyWorkflow replyflow -TimeoutSeconds 60 -WarningAction SilentlyContinue } }
    ) {
        $result = Use-OpenLine $App $Command
        $result.Status | Should -Be 'succeeded'
    }

    It 'ends a paused run, a stream of text and one of events as well' {
        (Use-OpenLine 'replywaits' { Invoke-DifyWorkflow replywaits -TimeoutSeconds 60 }).Status | Should -Be 'paused'
        (Use-OpenLine 'replycat' { Invoke-DifyChat replycat 'hi' -Stream -TimeoutSeconds 60 6> $null }).Status | Should -Be 'succeeded'
        (Use-OpenLine 'replycat' { Invoke-DifyChat replycat 'hi' -AsEvent -TimeoutSeconds 60 })[-1].Event | Should -Be 'message_end'
        $run = (Invoke-DifyWorkflow replyflow -WarningAction SilentlyContinue).RunId
        @(Use-OpenLine 'replyflow' { Receive-DifyWorkflowEvent replyflow $run })[-1].Event | Should -Be 'workflow_finished'
    }

    It 'leaves a reply that is complete to who has set a time' {
        $reply = Use-OpenLine 'replycat' { Invoke-DifyChat replycat 'hi' -TimeoutSeconds 1 -ErrorAction Stop }
        $reply.Answer | Should -BeLike '*hi*'
    }
}

Describe 'An error without a name' {
    It 'in a stream of <Type> has Dify''s code' -ForEach @(
        @{ Type = 'text/event-stream'; Body = "data: {`"code`":`"not_found`",`"message`":`"Conversation Not Exists.`",`"status`":404}`n`n" }
        @{ Type = 'application/json'; Body = '{"code":"not_found","message":"Conversation Not Exists.","status":404}' }
    ) {
        $fault = Add-SimulatedFault @{ status = 200; app = 'ReplyCat'; path = '/chat-messages'; body = $Body; contentType = $Type }
        try {
            $reply = Invoke-DifyChat replycat 'hi' -ErrorVariable problems -ErrorAction SilentlyContinue
            $reply | Should -BeNullOrEmpty
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'not_found,*'
            $problems[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
            "$($problems[0])" | Should -Match 'Conversation Not Exists'
        }
        finally { Remove-SimulatedFault $fault }
    }
}

Describe 'A newer server' {
    It 'may warn first, and give inputs as they are' {
        $result = Invoke-DifyWorkflow replyflow -Inputs @{ topic = 'mice' } -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Status | Should -Be 'succeeded'
        "$warnings" | Should -Match "'replyflow'.*sys.files is old"
        (Invoke-DifyWorkflow replyflow -AsEvent -WarningAction SilentlyContinue)[0].Event | Should -Be 'warning'
        (Get-DifyWorkflowRun replyflow $result.RunId).Inputs.topic | Should -Be 'mice'
    }
}

Describe 'An answer without end' {
    It 'is cut off, what had arrived is kept, and Dify is told to stop' {
        $fault = Add-SimulatedFault @{ kind = 'Endless'; app = 'ReplyCat'; path = '/chat-messages'; afterEvents = 1 }
        try {
            $null = Invoke-DifyChat replycat 'hi' -ErrorVariable problems -ErrorAction SilentlyContinue
        }
        finally { Remove-SimulatedFault $fault }
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ReplyTooLarge,*'
        $problems[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $problems[0].Exception.PartialReply.Answer.Length | Should -BeGreaterThan 30MB
        @(Get-SimulatedRequest 'ReplyCat' | Where-Object { $_ -like 'POST /chat-messages/*/stop' }).Count | Should -BeGreaterThan 0
    }

    It 'that is small only as long as it is packed is not unpacked' {
        $fault = Add-SimulatedFault @{ kind = 'Bomb'; app = 'ReplyCat'; path = '/info'; size = 200000000 }
        try {
            $text = Invoke-DifyRestMethod replycat info -ErrorVariable problems -ErrorAction SilentlyContinue
        }
        finally { Remove-SimulatedFault $fault }
        $text | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UnpackedTooLarge,*'
    }
}
