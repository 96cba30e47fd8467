# Many processes, one registry, one vault. SecretStore keeps a copy of its whole file in each process and
# writes that copy back, so two sessions would undo each other's secrets if the module let them.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'processes'

    function Get-ReadableSecret {
        # As a process sees it that has no copy yet.
        param([string] $Name)
        $read = Invoke-Pwsh -ArgumentList $Name {
            param($Name)
            @(Get-DifyApp $Name).Where({ Get-Secret $_.SecretName -Vault $_.Vault -ErrorAction Ignore }).Name
        }
        $read.Errors | Should -BeNullOrEmpty
        $read.Output -split '\r?\n'
    }
}

Describe 'Keys in the vault' {
    It 'survive the process that stored them' {
        $cat = Add-SimulatedApp 'SurvivorCat'
        $registering = Invoke-Pwsh -ArgumentList (New-KeyFile $folder $cat) { param($KeyFile) Import-Csv $KeyFile | Register-DifyApp -PassThru | ForEach-Object Name }
        $registering.Errors | Should -BeNullOrEmpty
        $registering.Output | Should -Be 'survivorcat'
        $using = Invoke-Pwsh { "$(Invoke-DifyChat survivorcat 'remember me?')" }
        $using.Errors | Should -BeNullOrEmpty
        $using.Output | Should -Be "SurvivorCat here: you said 'remember me?'"
    }
}

Describe 'Twenty processes that register different apps at once' {
    BeforeAll {
        $names = 1..20 | ForEach-Object { 'Crowd{0:d2}' -f $_ }
        $started = foreach ($name in $names) {
            Start-Pwsh -ArgumentList (New-KeyFile $folder (Add-SimulatedApp $name)) { param($KeyFile) Import-Csv $KeyFile | Register-DifyApp }
        }
        $ended = $started | Wait-Pwsh -Seconds 270
    }

    It 'all succeed' {
        ($ended.Errors -ne '') | Should -BeNullOrEmpty
        $ended.ExitCode | Should -Be (@(0) * 20)
    }

    It 'leave all names in the registry' {
        @(Get-BindingName).Where({ $_ -like 'crowd*' }) | Should -Be $names.ToLowerInvariant()
    }

    It 'leave all keys in the vault' {
        Get-ReadableSecret 'crowd*' | Should -Be $names.ToLowerInvariant()
    }

    It 'leave apps that all answer' {
        $found = Test-DifyApp crowd*
        $found.Status | Should -Be (@('Ok') * 20)
    }

    It 'leave nothing else behind' {
        (Get-ChildItem $folder -Exclude '*.keys.csv').Name | Sort-Object | Should -Be 'apps.json', 'apps.json.lock'
    }
}

Describe 'Sessions that take turns' {
    It 'undo nothing of each other' {
        $apps = 1..4 | ForEach-Object { Add-SimulatedApp "Turn$_" }
        $registerElsewhere = { param($KeyFile) Import-Csv $KeyFile | Register-DifyApp }
        foreach ($turn in 0, 2) {
            Import-Csv (New-KeyFile $folder $apps[$turn]) | Register-DifyApp
            (Invoke-Pwsh -ArgumentList (New-KeyFile $folder $apps[$turn + 1]) $registerElsewhere).Errors | Should -BeNullOrEmpty
        }
        Unregister-DifyApp turn1
        Get-ReadableSecret 'turn*' | Should -Be 'turn2', 'turn3', 'turn4'
        (Test-DifyApp turn*).Status | Should -Be 'Ok', 'Ok', 'Ok'
    }
}
