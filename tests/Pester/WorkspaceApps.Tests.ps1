# Apps of a workspace, as an admin works with them at the prompt.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'workspace-apps'
    # A workspace of its own: what other test files have made is in the first one.
    $null = Invoke-Control -Path '/console/workspaces/House' -Method Post
    $password = New-CanaryKey
    $null = Invoke-Control -Path '/console/accounts' -Method Post -Body @{
        email = 'house@example.com'; password = $password; roles = @{ House = 'admin' }; workspace = 'House'
    }
    foreach ($name in 'Red cat', 'Blue cat', 'a|b: "c"?') {
        $null = Add-SimulatedApp -Name $name -With @{ workspace = 'House' }
    }
    $credential = [pscredential]::new('house@example.com', (ConvertTo-Secure $password))
    Connect-DifyWorkspace house -Server $env:DIFYPS_TEST_SERVER -Credential $credential
    Push-Location $folder
}

AfterAll {
    Pop-Location
    foreach ($app in Get-DifyWorkspaceApp house) {
        $null = Invoke-Control -Path "/apps/$([uri]::EscapeDataString($app.Name))" -Method Delete
    }
    Disconnect-DifyWorkspace house
}

Describe 'Get-DifyWorkspaceApp' {
    It 'shows the apps as a table and as a list' {
        $apps = Get-DifyWorkspaceApp house
        $apps | Should -HaveCount 3
        $table = $apps | Format-Table | Out-String -Width 200
        $table | Should -Match 'Bound as'
        $table | Should -Match 'Red cat\s+chat'
        ($apps | Format-List | Out-String) | Should -Match 'Workspace\s*: house'
        ($apps | Format-Wide | Out-String) | Should -Match 'Blue cat'
        ($apps | Format-Custom | Out-String) | Should -Match 'AppId'
    }

    It 'goes into a CSV file with lists as their items, and is a list all the same' {
        Get-DifyWorkspaceApp house 'Red*' | Register-DifyApp -Name red
        $app = Get-DifyWorkspaceApp house 'Red*'
        ($app | ConvertTo-Csv | ConvertFrom-Csv).BoundAs | Should -Be 'red'
        $app.BoundAs -contains 'red' | Should -BeTrue
        ($app | ConvertTo-Json -Depth 1 | ConvertFrom-Json).BoundAs | Should -Be 'red'
        Remove-DifyAppKey red (Get-DifyApp red).KeyId -Force
        Unregister-DifyApp red -WarningAction Ignore
    }

    It 'takes names from the pipeline, and nothing in silence' {
        ('Red*', 'Blue cat' | Get-DifyWorkspaceApp house).Name | Should -Be 'Red cat', 'Blue cat'
        { 5 | Get-DifyWorkspaceApp house '*cat' -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound*'
        { 'x' | Get-DifyApp red -ErrorAction Stop } | Should -Throw -ErrorId 'InputObjectNotBound*'
    }

    It 'has a person find them by name, and the details when they are wanted' {
        (Get-DifyWorkspaceApp house *CAT).Name | Sort-Object | Should -Be 'Blue cat', 'Red cat'
        $one = Get-DifyWorkspaceApp house 'Red cat' -Detailed
        $one.ApiEnabled | Should -BeTrue
        $one.KeyCount | Should -Be 1
        $one.UpdatedAt | Should -BeOfType [datetimeoffset]
    }

    It 'reads no further than the pipeline goes' {
        Get-DifyWorkspaceApp house | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'offers names and ids on Tab' {
        $line = 'Get-DifyWorkspaceApp house re'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'Red cat'"
        $line = 'Export-DifyAppDsl -Workspace house -AppId blue'
        (TabExpansion2 $line $line.Length).CompletionMatches[0].ListItemText | Should -Be 'Blue cat'
    }

    It 'never has the name in Dify stand for a name here' {
        # Somebody else's cat has this name here.
        $other = Add-SimulatedApp 'Elsewhere'
        Register-DifyApp 'Red cat' (ConvertTo-Secure $other.Key) -Server $env:DIFYPS_TEST_SERVER
        Get-DifyWorkspaceApp house 'Red cat' | Invoke-DifyChat -Message 'Hello' -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'AppNotFound,*'
        Get-DifyWorkspaceApp house 'Red cat' | Unregister-DifyApp -ErrorAction SilentlyContinue -Confirm:$false
        (Get-DifyApp 'Red cat').RemoteName | Should -Be 'Elsewhere'
    }
}

Describe 'Enable-DifyAppApi and Disable-DifyAppApi' {
    It 'switch it' {
        $off = Get-DifyWorkspaceApp house 'Blue cat' | Disable-DifyAppApi -PassThru -Confirm:$false
        $off.ApiEnabled | Should -BeFalse
        ($off | Format-Table | Out-String -Width 200) | Should -Match 'off'
        (Enable-DifyAppApi -Workspace house -AppId $off.AppId -PassThru).ApiEnabled | Should -BeTrue
    }
}

Describe 'Export-DifyAppDsl and Import-DifyAppDsl' {
    It 'are a backup and its way back' {
        Get-DifyWorkspaceApp house | Export-DifyAppDsl -Path backup
        $files = Get-ChildItem backup
        $files | Should -HaveCount 3
        $files.Name | Should -Not -Match '[<>:"/\\|?*]'
        foreach ($app in Get-DifyWorkspaceApp house) {
            $null = Invoke-Control -Path "/apps/$([uri]::EscapeDataString($app.Name))" -Method Delete
        }
        Get-DifyWorkspaceApp house | Should -BeNullOrEmpty
        $restored = Get-ChildItem backup | Import-DifyAppDsl -Workspace house
        $restored.Name | Sort-Object | Should -Be (@('a|b: "c"?', 'Blue cat', 'Red cat') | Sort-Object)
    }

    It 'write what a table shows of files' {
        $file = Get-DifyWorkspaceApp house 'Red cat' | Export-DifyAppDsl -Path red.yml -PassThru
        ($file | Out-String) | Should -Be (Get-Item red.yml | Out-String)
        Get-DifyWorkspaceApp house 'Red cat' | Export-DifyAppDsl -Path secret.yml -IncludeSecret -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -Match 'secret variables'
        { Get-DifyWorkspaceApp house 'Red cat' | Export-DifyAppDsl -Path red.yml -NoClobber -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,DifyPS.Commands.ExportDifyAppDslCommand'
    }

    It 'import DSL of another version when somebody says so' {
        (Get-Content red.yml -Raw) -replace 'version: .*', 'version: 9.0.0' -replace 'Red cat', 'Green cat' | Set-Content newer.yml
        $null = Import-DifyAppDsl newer.yml house -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -Be 'DslImportPending,DifyPS.Commands.ImportDifyAppDslCommand'
        (Import-DifyAppDsl newer.yml house -Force).Name | Should -Be 'Green cat'
    }
}
