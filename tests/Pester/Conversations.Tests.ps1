# What was said is read, rated and tidied up, in the pipelines people type.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'conversations'
    $owl = Add-SimulatedApp 'WiseOwl' -Mode 'advanced-chat' -With @{
        parameters            = @{ suggested_questions_after_answer = @{ enabled = $true } }
        script                = @{ suggestedQuestions = 'Why?', 'what did I say?' }
        conversationVariables = @(
            @{ name = 'mood'; type = 'string'; value = 'calm' }
            @{ name = 'likes'; type = 'array[string]'; value = @('mice') }
        )
    }
    Import-Csv (New-KeyFile $folder $owl) | Register-DifyApp
    $reply = Invoke-DifyChat wiseowl 'one' | Invoke-DifyChat -Message 'two'
    $null = Invoke-DifyChat wiseowl 'other' -User tom
}

Describe 'What was said' {
    It 'is the user''s own' {
        (Get-DifyConversation wiseowl).Title | Should -Be 'one'
        (Get-DifyConversation wiseowl -User tom | Get-DifyMessage).Message | Should -Be 'other'
    }

    It 'is read newest first, or as somebody sorts it' {
        ($reply | Get-DifyMessage).Message | Should -Be 'two', 'one'
        ($reply | Get-DifyMessage | Sort-Object CreatedAt, { $_.Message -eq 'two' }).Message | Should -Be 'one', 'two'
    }

    It 'is read no further than Select-Object wants' {
        $before = @(Get-SimulatedRequest 'WiseOwl').Count
        (Get-DifyConversation wiseowl | Get-DifyMessage | Select-Object -First 1).Message | Should -Be 'two'
        Get-SimulatedRequest 'WiseOwl' -Skip $before | Should -Be 'GET /conversations', 'GET /messages'
    }

    It 'is shown in a table and a list' {
        $table = Get-DifyConversation wiseowl | Out-String -Width 120
        $table | Should -Match 'Updated +Title +ConversationId'
        $table | Should -Match 'one'
        $reply | Get-DifyMessage | Out-String -Width 120 | Should -Match 'two +WiseOwl here'
        $reply | Get-DifyMessage | Format-List | Out-String | Should -Match 'TotalTokens +: \d'
        $reply | Get-DifyConversationVariable | Out-String -Width 120 | Should -Match 'likes +array\[string\] +[-\d]+ [\d:]+ +mice'
    }
}

Describe 'What people think of it' {
    It 'would be sent for all that has none' {
        $before = @(Get-SimulatedRequest 'WiseOwl').Count
        Get-DifyConversation wiseowl -First 5 | Get-DifyMessage | Where-Object { -not $_.Feedback } | Send-DifyFeedback -Rating Like -WhatIf
        Get-SimulatedRequest 'WiseOwl' -Skip $before | Should -Not -Match 'feedbacks'
    }

    It 'is sent, listed and taken back' {
        $reply | Send-DifyFeedback -Rating Like -Text 'Wise.'
        $feedback = Get-DifyFeedback wiseowl
        "$feedback" | Should -Be 'like: Wise.'
        ($feedback | Get-DifyEndUser).User | Should -Be (Get-DifyApp wiseowl).User
        $feedback | Out-String -Width 120 | Should -Match '\d +\S*like\S* +user'
        $reply | Get-DifyMessage | Out-String -Width 120 | Should -Match 'two +\S*like\S* +WiseOwl here'
        $reply | Send-DifyFeedback -Withdraw
        Get-DifyFeedback wiseowl | Should -BeNullOrEmpty
    }
}

Describe 'A conversation' {
    It 'goes on with the questions that Dify suggests' {
        $answers = Invoke-DifyChat wiseowl 'begin' | Get-DifySuggestedQuestion | Invoke-DifyChat
        "$($answers[1])" | Should -Be "WiseOwl here: you said before: 'begin', 'Why?'"
    }

    It 'remembers values of their types' {
        $reply | Set-DifyConversationVariable -VariableName mood -Value 'cheerful'
        ($reply | Get-DifyConversationVariable -VariableName likes | Set-DifyConversationVariable -Value @('mice', 'frogs') -PassThru).Value |
            Should -Be 'mice', 'frogs'
        ($reply | Get-DifyConversationVariable -VariableName m*).Value | Should -Be 'cheerful'
        { $reply | Set-DifyConversationVariable -VariableName mood -Value 5 -ErrorAction Stop } | Should -Throw -ErrorId 'VariableTypeMismatch,*'
    }

    It 'gets a title, and goes' {
        $reply | Rename-DifyConversation -NewTitle 'Numbers'
        Get-DifyConversation wiseowl | ForEach-Object Title | Should -Contain 'Numbers'
        Get-DifyConversation wiseowl | Remove-DifyConversation
        Get-DifyConversation wiseowl | Should -BeNullOrEmpty
        Get-DifyConversation wiseowl -User tom | Should -Not -BeNullOrEmpty
    }
}
