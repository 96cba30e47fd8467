# Keys of a workspace's apps, as an admin works with them at the prompt: bound, looked at, rotated, revoked.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'workspace-keys'
    # A workspace of its own: what other test files have made is in the first one.
    $null = Invoke-Control -Path '/console/workspaces/Barn' -Method Post
    $password = New-CanaryKey
    $null = Invoke-Control -Path '/console/accounts' -Method Post -Body @{
        email = 'barn@example.com'; password = $password; roles = @{ Barn = 'owner' }; workspace = 'Barn'
    }
    foreach ($name in 'Hen', 'Goose') { $null = Add-SimulatedApp -Name $name -With @{ workspace = 'Barn' } }
    $credential = [pscredential]::new('barn@example.com', (ConvertTo-Secure $password))
    Connect-DifyWorkspace barn -Server $env:DIFYPS_TEST_SERVER -Credential $credential
    Push-Location $folder
}

AfterAll {
    Pop-Location
    Get-DifyApp | Unregister-DifyApp -Confirm:$false
    foreach ($app in Get-DifyWorkspaceApp barn) {
        $null = Invoke-Control -Path "/apps/$([uri]::EscapeDataString($app.Name))" -Method Delete
    }
    Disconnect-DifyWorkspace barn
}

Describe 'A workspace in one pipeline' {
    It 'changes nothing with -WhatIf' {
        Get-DifyWorkspaceApp barn | Register-DifyApp -Name { $_.Name.ToLower() } -WhatIf
        Get-DifyApp | Should -BeNullOrEmpty
        (Get-DifyWorkspaceApp barn -Detailed).KeyCount | Should -Be 1, 1
    }

    It 'is bound, and each name reaches its app' {
        Get-DifyWorkspaceApp barn | Register-DifyApp -Name { $_.Name.ToLower() }
        (Get-DifyApp).Name | Should -Be 'goose', 'hen'
        (Get-DifyApp hen).Workspace | Should -Be 'barn'
        (Get-DifyApp hen).KeyId | Should -Not -BeNullOrEmpty
        (Invoke-DifyChat hen 'Hello').Answer | Should -BeLike 'Hen here*'
        Get-DifyWorkspaceApp barn -Unbound | Should -BeNullOrEmpty
        (Get-DifyWorkspaceApp barn Hen).BoundAs | Should -Be 'hen'
    }

    It 'is rotated, and other sessions go on' {
        $before = (Get-DifyApp).KeyId
        $other = [powershell]::Create().AddScript("Import-Module '$PSScriptRoot/../../DifyPS.psd1'; (Invoke-DifyChat hen 'one').Answer")
        $other.Invoke() | Should -BeLike 'Hen here*'
        Update-DifyAppKey *
        (Get-DifyApp).KeyId | Where-Object { $_ -in $before } | Should -BeNullOrEmpty
        $other.Commands.Clear()
        $other.AddScript("(Invoke-DifyChat hen 'two').Answer").Invoke() | Should -BeLike 'Hen here*'
        $other.Dispose()
        (Get-DifyWorkspaceApp barn -Detailed).KeyCount | Should -Be 2, 2
        (Get-DifyApp | Test-DifyApp).Status | Should -Be 'Ok', 'Ok'
    }
}

Describe 'Get-DifyAppKey' {
    It 'shows keys and never the whole of one' {
        $keys = Get-DifyAppKey hen
        $keys | Should -HaveCount 2
        ($keys | Where-Object BoundAs).KeyId | Should -Be (Get-DifyApp hen).KeyId
        ($keys | Format-Table | Out-String -Width 160) | Should -Match 'app-\.\.\.'
        ($keys | Format-List * | Out-String) | Should -Not -Match (Get-CanaryPattern)
    }

    It 'finds what nobody uses' {
        Get-DifyAppKey * -Unused 90 | Should -BeNullOrEmpty
        (Get-DifyAppKey hen -Unused 0 | Where-Object { -not $_.BoundAs }) | Should -HaveCount 1
    }
}

Describe 'New-DifyAppKey and Remove-DifyAppKey' {
    It 'make a key that is given once, and revoke it' {
        $made = New-DifyAppKey goose
        $made.ApiKey | Should -BeOfType [securestring]
        (Get-DifyAppKey goose).KeyId | Should -Contain $made.KeyId
        $made | Remove-DifyAppKey -Confirm:$false
        (Get-DifyAppKey goose).KeyId | Should -Not -Contain $made.KeyId
    }

    It 'do not revoke the key in use without -Force' {
        $used = Get-DifyAppKey goose | Where-Object BoundAs
        $used | Remove-DifyAppKey -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'AppKeyInUse,*'
        $used | Remove-DifyAppKey -Force -Confirm:$false
        (Test-DifyApp goose).Status | Should -Be 'KeyRevoked'
    }
}

Describe 'Test-DifyApp' {
    It 'knows an app that was deleted' {
        $null = Invoke-Control -Path '/apps/Hen' -Method Delete
        $status = Test-DifyApp hen
        $status.Status | Should -Be 'AppDeleted'
        $status.RecommendedAction | Should -Not -BeNullOrEmpty
    }
}

Describe 'A key that was just made' {
    It 'goes into the name of its app, and the old one is told' {
        $before = (Get-DifyApp goose).KeyId
        New-DifyAppKey goose | Register-DifyApp -WarningVariable told -WarningAction SilentlyContinue
        (Get-DifyApp goose).KeyId | Should -Not -Be $before
        (Test-DifyApp goose).Status | Should -Be 'Ok'
    }

    It 'is told where it cannot be bound, with the command that revokes it' {
        New-DifyAppKey goose | Register-DifyApp hen -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'AppAlreadyRegistered,*'
        $command = $errors[0].ErrorDetails.RecommendedAction -replace '^.*(?=Remove-DifyAppKey)'
        { & ([scriptblock]::Create($command)) } | Should -Not -Throw
    }
}

Describe 'Knowledge keys' {
    It 'are made, bound and rotated' {
        New-DifyKnowledgeKey barn | Register-DifyApp books
        (Get-DifyApp books).Mode | Should -Be 'knowledge'
        $before = (Get-DifyApp books).KeyId
        Update-DifyAppKey books
        (Get-DifyApp books).KeyId | Should -Not -Be $before
        (Get-DifyKnowledgeKey barn).KeyId | Should -Be (Get-DifyApp books).KeyId
    }

    It 'are shown, and never the whole of one' {
        $made = New-DifyKnowledgeKey barn
        $keys = Get-DifyKnowledgeKey barn
        $keys | Should -HaveCount 2
        ($keys | Where-Object BoundAs).BoundAs | Should -Be 'books'
        ($keys | Format-Table | Out-String -Width 200) | Should -Match 'dataset-\.\.\.'
        ($keys | Format-List * | Out-String) | Should -Not -Match (Get-CanaryPattern)
        Get-DifyKnowledgeKey barn -Unused 90 | Should -BeNullOrEmpty
        $made | Remove-DifyKnowledgeKey -Confirm:$false
        Get-DifyKnowledgeKey barn | Should -HaveCount 1
    }

    It 'are not revoked while in use without -Force, and not left over by -Force' {
        Get-DifyKnowledgeKey barn | Remove-DifyKnowledgeKey -Confirm:$false -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'KnowledgeKeyInUse,*'
        New-DifyKnowledgeKey barn | Register-DifyApp books -Force
        Get-DifyKnowledgeKey barn | Should -HaveCount 1
        Get-DifyKnowledgeKey barn | Remove-DifyKnowledgeKey -Force -Confirm:$false
        (Test-DifyApp books).Status | Should -Be 'KeyRevoked'
    }

    It 'need a name to be bound to, and the error has the id of the key' {
        New-DifyKnowledgeKey barn | Register-DifyApp -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ParameterMissing,*'
        $errors[0].Exception.Message | Should -Match ([regex]::Escape((Get-DifyKnowledgeKey barn).KeyId))
        Get-DifyKnowledgeKey barn | Remove-DifyKnowledgeKey -Confirm:$false
    }
}

Describe 'A role that somebody has changed in Dify' {
    AfterEach { $null = Invoke-Control -Path '/console/accounts/barn@example.com' -Method Patch -Body @{ roles = @{ Barn = 'owner' } } }

    It 'is told before a key is made, night after night, and counts again once it is back' {
        $null = Invoke-Control -Path '/console/accounts/barn@example.com' -Method Patch -Body @{ roles = @{ Barn = 'editor' } }
        1..3 | ForEach-Object { Update-DifyAppKey goose -ErrorVariable +errors -ErrorAction SilentlyContinue }
        $errors.FullyQualifiedErrorId | Should -BeLike 'WorkspaceRoleTooLow,*'
        $errors | Should -HaveCount 3
        $count = @(Get-DifyAppKey goose).Count
        (Get-DifyWorkspace barn | Select-Object Role, CanMakeKeys, CanRevokeKeys | ForEach-Object { "$_" }) |
            Should -Be '@{Role=editor; CanMakeKeys=True; CanRevokeKeys=False}'
        $null = Invoke-Control -Path '/console/accounts/barn@example.com' -Method Patch -Body @{ roles = @{ Barn = 'admin' } }
        Update-DifyAppKey goose
        Get-DifyAppKey goose | Should -HaveCount $count
        (Get-DifyWorkspace barn).Role | Should -Be 'admin'
    }
}

Describe 'Register-DifyApp -Force' {
    It 'keeps what was chosen for a name of the same app' {
        Set-DifyApp goose -User henry
        Get-DifyWorkspaceApp barn Goose | Register-DifyApp -Name goose -Force
        (Get-DifyApp goose).User | Should -Be 'henry'
        (Get-DifyApp goose | Format-List | Out-String) | Should -Match 'WorkspaceId'
    }

    It 'leaves no key of the app that a name has lost' {
        $null = Add-SimulatedApp -Name 'Duck' -With @{ workspace = 'Barn' }
        Get-DifyWorkspaceApp barn Duck | Register-DifyApp -Name duck
        $before = (Get-DifyApp duck).KeyId
        $id = (Get-DifyApp duck).AppId
        Get-DifyWorkspaceApp barn Goose | New-DifyAppKey | Register-DifyApp duck -Force -WarningVariable told
        $told | Should -BeNullOrEmpty
        (Get-DifyAppKey -AppId $id).KeyId | Should -Not -Contain $before
        Unregister-DifyApp duck -WarningAction SilentlyContinue -Confirm:$false
    }
}

Describe 'A connection' {
    It 'is named by a text from the pipeline' {
        $made = 'barn' | New-DifyKnowledgeKey
        ('barn' | Get-DifyKnowledgeKey).KeyId | Should -Contain $made.KeyId
        $made | Remove-DifyKnowledgeKey -Confirm:$false
    }
}
