# Processes that are killed while they rotate keys, at any moment and several at once, lose no key and leave none over.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'keyskilled'
    $vaultFolder = (New-Item -ItemType Directory -Path (Join-Path $folder 'keys-vault')).FullName
    Register-SecretVault -Name KeysVault -ModuleName "$PSScriptRoot/Support/HangingVault/HangingVault.psd1" -VaultParameters @{ Folder = $vaultFolder }
    $adminKey = New-CanaryKey
    $null = Invoke-Control -Path '/console' -Method Patch -Body @{ adminKey = $adminKey }
    $console = Invoke-Control -Path '/console'
    Connect-DifyWorkspace keyswork -Server $env:DIFYPS_TEST_SERVER -AdminKey (ConvertTo-Secure $adminKey) -Vault KeysVault -WorkspaceId $console.workspaces[0].id

    function Get-AppView {
        param([string] $Name)
        (Invoke-Control -Path '/').apps | Where-Object name -EQ $Name
    }

    function Get-KeyInVault {
        param([string] $Name)
        Get-Secret -Name "DifyPS-$Name" -Vault KeysVault -AsPlainText
    }

    $names = 1..4 | ForEach-Object { "Rotated$_" }
    foreach ($name in $names) {
        $null = Invoke-Control -Path '/apps' -Method Post -Body @{ name = $name; mode = 'chat' }
        $id = (Get-AppView $name).id
        Register-DifyApp $name -Workspace keyswork -AppId $id -Vault KeysVault
        # The control surface gives an app a key of its own, which nobody has bound.
        (Get-AppView $name).keys | Where-Object { $_ -cne (Get-KeyInVault $name) } |
            ForEach-Object { $null = Invoke-Control -Path "/apps/$name/keys/$_" -Method Delete }
    }

    $rotate = {
        [Console]::Out.WriteLine('ready')
        while ($true) { Update-DifyAppKey 'Rotated*' }
    }
}

AfterAll {
    Unregister-SecretVault -Name KeysVault
}

Describe 'Killed while it rotates' {
    # A hundred times in all. A slow machine, on which each start takes seconds, makes headway with each round.
    It 'twenty times at any moment, three at once: server, vault and registry agree (round <_>)' -ForEach 1, 2, 3, 4, 5 {
        $random = [random]::new(20261128 + $_)
        $running = [Collections.Generic.Queue[object]]::new()
        $killed = 0
        while ($killed -lt 20) {
            while ($running.Count -lt 3) { $running.Enqueue((Start-Pwsh $rotate)) }
            $one = $running.Dequeue()
            Wait-PwshLine $one | Should -Be 'ready'
            Start-Sleep -Milliseconds $random.Next(0, 400)
            Stop-Pwsh $one
            $killed++
        }
        foreach ($one in $running) {
            $null = Wait-PwshLine $one
            Stop-Pwsh $one
        }

        $last = Invoke-Pwsh { Update-DifyAppKey 'Rotated*' }
        $last.Errors | Should -BeNullOrEmpty
        foreach ($name in $names) {
            @((Get-AppView $name).keys) | Should -Be @(Get-KeyInVault $name) -Because $name
        }
        (Test-DifyApp 'Rotated*').Status | Should -Be (@('Ok') * 4)
        # What was only noted, and never made, is known to be so when its time has passed.
        $registry = Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw | ConvertFrom-Json
        $left = if ($registry.PSObject.Properties['keyOperations']) { @($registry.keyOperations) } else { @() }
        @($left.Where({ $_.step -ne 'minting' })) | Should -BeNullOrEmpty
    }
}

Describe 'Two processes that rotate at once' {
    It 'rotate each key once' {
        $before = @{}
        foreach ($name in $names) { $before[$name] = (Get-DifyApp $name).KeyId }
        $once = { param($Start) while (-not (Test-Path -LiteralPath $Start)) { Start-Sleep -Milliseconds 5 }; Update-DifyAppKey 'Rotated*' -Verbose 4>&1 | Out-Null }
        $signal = Join-Path $folder 'start'
        $started = 1..2 | ForEach-Object { Start-Pwsh $once -ArgumentList $signal }
        Set-Content -LiteralPath $signal -Value ''
        $ended = $started | Wait-Pwsh
        ($ended.Errors -ne '') | Should -BeNullOrEmpty
        foreach ($name in $names) {
            (Get-DifyApp $name).KeyId | Should -Not -Be $before[$name]
            @((Get-AppView $name).keys) | Should -Be @(Get-KeyInVault $name) -Because $name
        }
    }
    It 'make each key once' {
        $before = @{}
        foreach ($name in $names) { $before[$name] = @((Get-AppView $name).keys) }
        # The first makes nothing before the second has read what there is to rotate, which it does before it opens the workspace.
        $fault = Add-SimulatedFault @{ method = 'POST'; path = '/console/api/apps/*/api-keys'; latencyMs = 120000 }
        $first = Start-Pwsh { Update-DifyAppKey 'Rotated*' -KeepOld }
        $null = Invoke-Control -Path '/requests/wait?method=POST&path=/console/api/apps/*/api-keys&completed=false&timeoutMs=60000'
        $null = Invoke-Control -Path '/requests' -Method Delete
        $second = Start-Pwsh { Update-DifyAppKey 'Rotated*' -KeepOld }
        $null = Invoke-Control -Path '/requests/wait?path=/console/api/workspaces/current&timeoutMs=60000'
        Remove-SimulatedFault $fault
        $ended = $first, $second | Wait-Pwsh
        ($ended.Errors -ne '') | Should -BeNullOrEmpty
        foreach ($name in $names) {
            $new = @((Get-AppView $name).keys | Where-Object { $_ -cnotin $before[$name] })
            $new | Should -Be @(Get-KeyInVault $name) -Because $name
        }
    }
}
