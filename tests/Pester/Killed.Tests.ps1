# A process that is killed while it registers leaves the old state or the new one, and the next run of the
# same command succeeds whichever it is.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'killed'
    $vaultFolder = (New-Item -ItemType Directory -Path (Join-Path $folder 'hanging-vault')).FullName
    Register-SecretVault -Name Hanging -ModuleName "$PSScriptRoot/Support/HangingVault/HangingVault.psd1" -VaultParameters @{ Folder = $vaultFolder }

    # The same command the first time, when it is killed, and the second.
    $register = {
        param($KeyFile, $Vault)
        [Console]::Out.WriteLine('ready')
        Import-Csv $KeyFile | Register-DifyApp -Vault $Vault
    }
}

AfterAll {
    Unregister-SecretVault -Name Hanging
}

Describe 'Killed while it registers' {
    It 'and <Said>: <Left>' -Tag RealVault -ForEach @(
        @{ App = 'KilledBefore'; Moment = 'before'; Said = 'has not yet stored the key'; Left = 'neither key nor name are there'; Key = $false }
        @{ App = 'KilledAfter'; Moment = 'after'; Said = 'has stored the key'; Left = 'the key is there, the name is not'; Key = $true }
    ) {
        $keyFile = New-KeyFile $folder (Add-SimulatedApp $App)
        $started = Start-Pwsh $register -ArgumentList $keyFile, 'Hanging' -Environment @{ HANGING_VAULT = $Moment }
        Wait-PwshLine $started | Should -Be 'ready'
        Wait-PwshLine $started | Should -Be "hanging $Moment"
        Stop-Pwsh $started

        Get-DifyApp "$App*" | Should -BeNullOrEmpty
        [bool] (Get-SecretInfo -Name "DifyPS-$App" -Vault Hanging) | Should -Be $Key
        $again = Invoke-Pwsh $register -ArgumentList $keyFile, 'Hanging'
        $again.Errors | Should -BeNullOrEmpty
        (Test-DifyApp $App).Status | Should -Be 'Ok'
    }

    It 'and waits for the server: nothing is there' {
        $keyFile = New-KeyFile $folder (Add-SimulatedApp 'KilledWaiting')
        $fault = Add-SimulatedFault @{ kind = 'Stall'; path = '/parameters'; app = 'KilledWaiting' }
        $started = Start-Pwsh $register -ArgumentList $keyFile, 'Store'
        $null = Wait-SimulatedRequest 'KilledWaiting' '/parameters'
        Stop-Pwsh $started
        Remove-SimulatedFault $fault

        Get-DifyApp killedwaiting* | Should -BeNullOrEmpty
        Get-SecretInfo -Name DifyPS-killedwaiting -Vault Store | Should -BeNullOrEmpty
        $again = Invoke-Pwsh $register -ArgumentList $keyFile, 'Store'
        $again.Errors | Should -BeNullOrEmpty
        (Test-DifyApp killedwaiting).Status | Should -Be 'Ok'
    }

    It 'at any moment: the next run accepts what it finds' {
        $names = 1..10 | ForEach-Object { 'Killed{0:d2}' -f $_ }
        $keyFiles = @{}
        $names | ForEach-Object { $keyFiles[$_] = New-KeyFile $folder (Add-SimulatedApp $_) }
        $registryBefore = Get-BindingName
        $started = $names | ForEach-Object { Start-Pwsh $register -ArgumentList $keyFiles[$_], 'Store' }

        # Each has a little longer than the one before, from the moment when it begins to register.
        $delay = 0
        foreach ($one in $started) {
            $null = Wait-PwshLine $one
            Start-Sleep -Milliseconds $delay
            Stop-Pwsh $one
            $delay += 30
        }

        # Whole, whatever is in it; and nobody who was there before is missing.
        @(Get-BindingName).Where({ $_ -in $registryBefore }) | Should -Be $registryBefore
        $left = @(Get-DifyApp 'killed0*', 'killed1*' | ForEach-Object Name)
        $again = Invoke-Pwsh -ArgumentList @($names.Where({ $_ -notin $left }).ForEach({ $keyFiles[$_] })) -Script { $args | Import-Csv | Register-DifyApp }
        $again.Errors | Should -BeNullOrEmpty
        (Test-DifyApp 'killed0*', 'killed1*').Status | Should -Be (@('Ok') * 10)
    }

    It 'leaves no half-written file once the registry is written again' {
        $leftover = "$env:DIFYPS_REGISTRY.$([guid]::NewGuid().ToString('N')).tmp"
        Set-Content -LiteralPath $leftover -Value '{ "half": '
        Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'KilledNever')) | Register-DifyApp
        Get-ChildItem $folder -Filter '*.tmp' | Should -BeNullOrEmpty
        (Get-DifyApp killednever).RemoteName | Should -Be 'KilledNever'
    }
}
