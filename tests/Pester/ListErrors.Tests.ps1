# What people read when a list, or a command line, is not what they meant: which row, why the rest was left, and what to type instead.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'listerrors'
    $form = @(@{ type = 'text-input'; variable = 'topic'; required = $true; maxLength = 10 })
    $apps = @(
        Add-SimulatedApp 'ListTriage' 'workflow' -With @{ inputs = $form }
        Add-SimulatedApp 'ListCat'
    )
    Import-Csv (New-KeyFile $folder $apps) | Register-DifyApp
    $rows = Join-Path $folder 'rows.csv'
    Set-Content -LiteralPath $rows -Value 'Id,Topic', 'T1,a', 'T2,b', 'T3,c', 'T4,far too long a topic', 'T5,d'
    $questions = Join-Path $folder 'q.csv'
    Set-Content -LiteralPath $questions -Value 'Id,Question', '1,Who are you?', '2,Why?'
}

Describe 'An error of a list' {
    It 'names its row <how>' -ForEach @{ how = '' ; with = @{} }, @{ how = 'side by side'; with = @{ ThrottleLimit = 4 } } {
        $done = @(Import-Csv $rows | Invoke-DifyWorkflow listtriage @with -ErrorVariable problems -ErrorAction SilentlyContinue)
        $done.Count | Should -Be 4
        "$problems" | Should -BeLike 'For item 4 (Id T4): The inputs do not fit*'
        # As it stands on the screen.
        $problems | Out-String | Should -Match 'item 4 \(Id T4\)'
    }

    It 'is about the column that is meant, with a command that works' {
        Import-Csv $questions | Invoke-DifyChat listcat -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.Count | Should -Be 2
        "$($problems[1])" | Should -BeLike 'For item 2 (Id 2): *'
        $command = $problems[0].ErrorDetails.RecommendedAction -replace '^.*\| '
        $command | Should -Be 'Invoke-DifyChat listcat -Message { $_.Question }'
        @(Invoke-Expression "Import-Csv `$questions | $command").Count | Should -Be 2
    }

    It 'is one for all where it is true of all' {
        1..50 | Invoke-DifyWorkflow listtraige -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be 'AppNotFound', 'ItemsNotRun'
        "$($problems[1])" | Should -BeLike '49 items were not run*'
    }
}

Describe 'A slip at the prompt' {
    It '<line> is told with what was meant' -ForEach @(
        @{ line = 'Invoke-DifyWorkflow listtriage printer'; meant = '*Invoke-DifyWorkflow listtriage -topic printer' }
        @{ line = 'Invoke-DifyWorkflow listtriage -topik printer'; meant = '*topic*' }
        @{ line = 'Invoke-DifyChat listcat Hello there my friend'; meant = "*Invoke-DifyChat listcat 'Hello there my friend'" }
        @{ line = 'Set-DifyApp listcat -Name kitten'; meant = '*Set-DifyApp listcat -NewName kitten' }
        @{ line = 'Get-DifyApp listcat listtriage'; meant = '*-Name listcat, listtriage' }
    ) {
        $problem = try { Invoke-Expression $line } catch { $_ }
        $problem.ErrorDetails.RecommendedAction | Should -BeLike $meant
    }

    It 'leaves Tab as it is' {
        (TabExpansion2 'Invoke-DifyChat listcat -' 25).CompletionMatches.CompletionText | Should -Not -Contain '-_Unplaced'
    }
}
