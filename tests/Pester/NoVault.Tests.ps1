# A machine where SecretManagement is installed and nothing is set up yet.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = New-WorkFolder 'novault'
    $environment = @{ HOME = $folder; USERPROFILE = $folder; LOCALAPPDATA = $folder; XDG_CONFIG_HOME = $folder; DIFYPS_REGISTRY = Join-Path $folder 'apps.json' }
    $keyFile = New-KeyFile $folder (Add-SimulatedApp 'NoVaultCat')
}

Describe 'Without any vault' {
    It 'registering says which command makes one, and sends nothing' {
        $run = Invoke-Pwsh -Environment $environment -ArgumentList $keyFile -Script {
            param($KeyFile)
            try {
                Import-Csv $KeyFile | Register-DifyApp -ErrorAction Stop
            }
            catch {
                $_.FullyQualifiedErrorId
                $_.ErrorDetails.RecommendedAction
            }
        }
        $run.Errors | Should -BeNullOrEmpty
        $said = $run.Output -split '\r?\n'
        $said[0] | Should -Be 'VaultNotFound,DifyPS.Commands.RegisterDifyAppCommand'
        $said[1] | Should -Match 'Install-Module Microsoft\.PowerShell\.SecretStore .*; Register-SecretVault .*-ModuleName Microsoft\.PowerShell\.SecretStore -DefaultVault$'
        Get-SimulatedRequest 'NoVaultCat' | Should -BeNullOrEmpty
    }

    It 'a registry that was shipped says which vault is missing, and the rest still works' {
        # A colleague's registry, on a machine that does not have the vault yet.
        Set-Content -LiteralPath $environment.DIFYPS_REGISTRY -Value (@{
                version = 1
                apps    = @(@{
                        name = 'shipped'; server = "$env:DIFYPS_TEST_SERVER/"; vault = 'Team'; secret = 'DifyPS-shipped'; keyKind = 'app'
                        mode = 'chat'; remoteName = 'Shipped'; keyFingerprint = '0123456789abcdef'; user = 'alice'; inputs = @()
                        registered = '2026-01-01T00:00:00Z'; verified = '2026-01-01T00:00:00Z'
                    })
            } | ConvertTo-Json -Depth 5)
        $run = Invoke-Pwsh -Environment $environment -Script {
            # SecretManagement adds a warning of its own to whatever it is asked.
            $WarningPreference = 'SilentlyContinue'
            (Get-DifyApp).Name
            try {
                Invoke-DifyChat shipped 'hi' -ErrorAction Stop
            }
            catch {
                $_.FullyQualifiedErrorId
                $_.Exception.Message
            }
            Test-DifyApp -Quiet
        }
        $run.Errors | Should -BeNullOrEmpty
        $run.Output -split '\r?\n' | Should -Be @(
            'shipped'
            'VaultNotFound,DifyPS.Commands.InvokeDifyChatCommand'
            "No SecretManagement vault named 'Team' is registered here."
            'False'
        )
    }
}
