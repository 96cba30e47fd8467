# Conversations become files, in the pipelines people type and in the examples of the help.
BeforeDiscovery {
    $page = Get-Content -LiteralPath "$PSScriptRoot/../../docs/en-US/Export-DifyConversation.md" -Raw
    $examples = [regex]::Matches($page, '(?s)### (Example \d+).*?```powershell\s*\n(.*?)```').ForEach{
        @{ Title = $_.Groups[1].Value; Code = $_.Groups[2].Value }
    }
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'export'
    $cat = Add-SimulatedApp 'Cat' -With @{ script = @{ answer = "**你好** 🐈`n`n| a | b |`n|---|--:|`n| 1 | 2 |"; citations = @(@{ dataset = 'Docs'; document = 'a.md'; content = 'Some text.' }) } }
    Import-Csv (New-KeyFile $folder $cat) | Register-DifyApp
    $reply = Invoke-DifyChat cat 'Wie geht''s? مرحبا' | Invoke-DifyChat -Message 'two'
    $null = Invoke-DifyChat cat 'other'
    Push-Location $folder
}

AfterAll {
    Pop-Location
}

Describe 'A conversation in a file' {
    It 'is a page that is one file' {
        $reply | Export-DifyConversation -Path talk.html
        $page = Get-Content talk.html -Raw -Encoding utf8
        $page | Should -Match '<strong>你好</strong> 🐈'
        $page | Should -Match '<td class="end">2</td>'
        $page | Should -Match 'مرحبا'
        $page | Should -Not -Match '<script|src=|url\('
        $page | Should -Match "default-src 'none'"
    }

    It 'is Markdown that PowerShell itself can read' {
        $reply | Export-DifyConversation -Path talk.md
        $html = (ConvertFrom-Markdown -LiteralPath talk.md).Html
        $html | Should -Match '<blockquote>\s*<p>two</p>'
        $html | Should -Match '<strong>你好</strong>'
    }

    It 'is JSON lines with Dify''s own names' {
        $reply | Export-DifyConversation -Path talk.jsonl
        $lines = Get-Content talk.jsonl | ConvertFrom-Json
        $lines.query | Should -Be 'Wie geht''s? مرحبا', 'two'
        $lines[0].retriever_resources[0].document_name | Should -Be 'a.md'
    }

    It 'can be had for all conversations, as objects of files' {
        $files = Get-DifyConversation cat | Export-DifyConversation -Path 'all talks' -As Html -PassThru
        $files | Should -HaveCount 2
        $files | Should -BeOfType System.IO.FileInfo
        $files.Name -match '^Wie geht''s_ مرحبا \([0-9a-f]{12}\)\.html$' | Should -HaveCount 1
        (Get-ChildItem 'all talks').Name | Sort-Object | Should -Be ($files.Name | Sort-Object)
    }

    It 'goes where a PowerShell drive points to' {
        $null = New-PSDrive -Name Talks -PSProvider FileSystem -Root $folder
        ($reply | Export-DifyConversation -Path Talks:/drive.md -PassThru).FullName | Should -Be (Join-Path $folder 'drive.md')
    }

    It 'is not asked for when only WhatIf is' {
        $before = @(Get-SimulatedRequest 'Cat').Count
        Get-DifyConversation cat -First 1 | Export-DifyConversation -Path whatif.md -WhatIf
        Get-SimulatedRequest 'Cat' -Skip $before | Should -Be 'GET /conversations'
        'whatif.md' | Should -Not -Exist
    }

    It 'completes its formats' {
        $line = 'Export-DifyConversation cat x -As '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'Html', 'JsonLines', 'Markdown'
    }
}

Describe 'The help' {
    It 'has an <Title> that runs' -ForEach $examples {
        Set-Location (New-WorkFolder 'export-example')
        { & ([scriptblock]::Create($Code)) -ErrorAction Stop } | Should -Not -Throw
        $Error.Clear()
        $null = & ([scriptblock]::Create($Code))
        $Error | Should -BeNullOrEmpty
        Set-Location $folder
    }
}

Describe 'The library that reads Markdown' {
    It 'is the module''s own, and no other module''s' {
        $run = Invoke-Pwsh {
            param($Manifest, $Id)
            Import-Module $Manifest
            Export-DifyConversation cat $Id -Path (Join-Path ([IO.Path]::GetTempPath()) 'own.html')
            # Another module would find its own, and not this one.
            try { [Reflection.Assembly]::Load('Markdig').FullName } catch { 'none' }
            [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Markdig' }.ForEach{ [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name }
        } -ArgumentList (Get-ManifestPath), $reply.ConversationId
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be 'none', 'DifyPS'
    }
}
