# Files that more than one account, process or session has to do with: the registry and checkpoints.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'shared'
    $noNobody = if (-not $IsLinux) { 'accounts and rights are tried on Linux' }
    elseif ((id -u) -ne '0') { 'only root may become somebody else' }
    elseif (-not (Get-Command setpriv -ErrorAction Ignore)) { 'setpriv is missing' }
    else {
        & setpriv --reuid=65534 --regid=65534 --clear-groups test -r (Join-Path $PSScriptRoot '../../DifyPS.psd1')
        if ($LASTEXITCODE -ne 0) { 'another account cannot read the module here' }
    }
}

Describe 'A registry that one may only read' -Tag RealVault {
    It 'works after a rotation outside, and nothing is changed by what would change it' {
        if ($noNobody) {
            Set-ItResult -Skipped -Because $noNobody
            return
        }
        $app = Add-SimulatedApp 'ReadOnlyCat'
        $shared = (New-Item -ItemType Directory -Path (Join-Path $folder 'team')).FullName
        $own = (New-Item -ItemType Directory -Path (Join-Path $folder 'nobody')).FullName
        $vault = (New-Item -ItemType Directory -Path (Join-Path $own 'vault')).FullName
        $keyFile = New-KeyFile $own $app
        $as = @{
            Launcher    = 'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'
            Environment = @{ HOME = $own; XDG_CONFIG_HOME = $own; XDG_DATA_HOME = $own; XDG_CACHE_HOME = $own; TMPDIR = $own; DIFYPS_REGISTRY = Join-Path $shared 'apps.json' }
        }
        chown -R 65534:65534 $own $shared

        $registered = Invoke-Pwsh @as -ArgumentList $keyFile, $vault, "$PSScriptRoot/Support/HangingVault/HangingVault.psd1" -Script {
            param($KeyFile, $Vault, $Module)
            Register-SecretVault -Name Hanging -ModuleName $Module -VaultParameters @{ Folder = $Vault }
            Import-Csv $KeyFile | Register-DifyApp -Vault Hanging
        }
        $registered.Errors | Should -BeNullOrEmpty

        Update-SimulatedKey $app
        $keyFile = New-KeyFile $own $app
        chown 65534:65534 $keyFile
        chown -R 0:0 $shared
        chmod 0555 $shared
        chmod 0444 "$shared/apps.json" "$shared/apps.json.lock"
        $before = Get-Content -LiteralPath "$shared/apps.json" -Raw

        $used = Invoke-Pwsh @as -ArgumentList $keyFile -Script {
            param($KeyFile)
            $key = (Import-Csv $KeyFile).ApiKey | ConvertTo-SecureString -AsPlainText -Force
            Set-Secret -Name DifyPS-readonlycat -SecureStringSecret $key -Vault Hanging
            "$(Invoke-DifyChat readonlycat hi -WarningVariable warnings -WarningAction SilentlyContinue)"
            "$warnings"
            try { Set-DifyApp readonlycat -NewName tom -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
        }
        $used.Errors | Should -BeNullOrEmpty
        $lines = $used.Output -split '\r?\n'
        $lines[0] | Should -Be "ReadOnlyCat here: you said 'hi'"
        $lines[1] | Should -BeLike "*$shared/apps.json*"
        $lines[-1] | Should -BeLike 'RegistryNotWritable,*'
        Get-Content -LiteralPath "$shared/apps.json" -Raw | Should -Be $before
        Get-ChildItem $vault -Name | Should -Be 'DifyPS-readonlycat.xml'
    }
}

Describe 'A relative path' {
    It 'counts from where the session is, whichever it is' {
        $app = Add-SimulatedApp 'NearCat'
        $place = (New-Item -ItemType Directory -Path (Join-Path $folder 'near')).FullName
        $run = Invoke-Pwsh -ArgumentList $place, (New-KeyFile $folder $app) -Environment @{ DIFYPS_REGISTRY = 'apps.json' } -Script {
            param($Place, $KeyFile)
            Set-Location -LiteralPath $Place
            Import-Csv $KeyFile | Register-DifyApp
            'a' | Invoke-DifyChat nearcat -Checkpoint near.jsonl | Out-Null
            Invoke-DifyRestMethod nearcat info -OutFile near.json
            (TabExpansion2 'Invoke-DifyChat near').CompletionMatches.CompletionText
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output | Should -Be 'nearcat'
        (Get-ChildItem $place -File).Name | Where-Object { $_ -notlike '*.lock' } | Sort-Object | Should -Be 'apps.json', 'near.json', 'near.jsonl'
    }
}

Describe 'Two processes and one checkpoint' {
    It 'send each item once: the second is told, and sends nothing' {
        $app = Add-EndlessApp 'OnceOnly'
        Import-Csv (New-KeyFile $folder $app) | Register-DifyApp
        $checkpoint = Join-Path $folder 'once.jsonl'
        $first = Start-Pwsh -ArgumentList $checkpoint { param($Checkpoint) 'a' | Invoke-DifyChat onceonly -Checkpoint $Checkpoint }
        $null = Wait-SimulatedRequest 'OnceOnly' '/chat-messages'
        { 'a' | Invoke-DifyChat onceonly -Checkpoint $checkpoint } | Should -Throw -ErrorId 'CheckpointNotWritable,*'
        # Whoever only reads is let in.
        (Get-DifyCheckpoint $checkpoint).Key | Should -Not -BeNullOrEmpty
        Stop-Pwsh $first
        @(Get-SimulatedRequest 'OnceOnly') -eq 'POST /chat-messages' | Should -HaveCount 1
    }

    It 'leave a file alone that is none' {
        $file = Join-Path $folder 'precious.json'
        [IO.File]::WriteAllText($file, '{"precious":true}')
        { 'a' | Invoke-DifyChat onceonly -Checkpoint $file } | Should -Throw -ErrorId 'CheckpointDamaged,*'
        [IO.File]::ReadAllText($file) | Should -Be '{"precious":true}'
    }
}
