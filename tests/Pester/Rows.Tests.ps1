# Lists of apps as people have them: CSV files with cells left out, JSON with null, headers with a slip of the pen.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'rows'

    # An app, and the lines of a file that registers it under a name.
    function New-KeyCsv {
        param([string] $Header, [string] $Line, [string] $App)
        $key = Import-Csv (New-KeyFile $folder (Add-SimulatedApp $App))
        $path = Join-Path $folder "$App.keys.csv"
        [IO.File]::WriteAllLines($path, @($Header, ($Line -f $App.ToLowerInvariant(), $key.ApiKey, $key.Server)))
        $path
    }

    # Everything that can be seen of an error, as text.
    function Get-ErrorText {
        param([Management.Automation.ErrorRecord] $ErrorRecord)
        "$ErrorRecord"
        $ErrorRecord.Exception.ToString()
        $ErrorRecord.TargetObject | Out-String
        $ErrorRecord.CategoryInfo.ToString()
        $ErrorRecord.InvocationInfo.BoundParameters | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
        $ErrorRecord | Format-List * -Force | Out-String -Width 4000
    }
}

Describe 'A row' {
    It 'that <what> leaves checks of certificates on' -ForEach @(
        @{ app = 'RowShort'; what = 'ends before the column'; line = '{0},{1},{2}' }
        @{ app = 'RowEmpty'; what = 'has an empty cell'; line = '{0},{1},{2},' }
        @{ app = 'RowFalse'; what = 'says False'; line = '{0},{1},{2},False' }
        @{ app = 'RowZero'; what = 'says 0'; line = '{0},{1},{2},0' }
    ) {
        Import-Csv (New-KeyCsv 'Name,ApiKey,Server,SkipCertificateCheck' $line $app) | Register-DifyApp -ErrorAction Stop
        (Get-DifyApp $app).SkipCertificateCheck | Should -BeFalse
    }

    It 'says nothing by its empty cells' {
        $csv = New-KeyCsv 'Name,ApiKey,Server,User,Vault,SecretName,AppId' '{0},{1},{2},,,,' 'RowBlank'
        Import-Csv $csv | Register-DifyApp -ErrorAction Stop
        $app = Get-DifyApp RowBlank
        $app.SecretName | Should -Be 'DifyPS-rowblank'
        $app.User | Should -Be ([Environment]::UserName)
        $app.AppId | Should -BeNullOrEmpty
    }

    It 'that says <said> turns them off' -ForEach @{ said = 'True' }, @{ said = 'true' }, @{ said = '1' } {
        $app = "RowYes$([int][char] $said[0])"
        Import-Csv (New-KeyCsv 'Name,ApiKey,Server,SkipCertificateCheck' "{0},{1},{2},$said" $app) | Register-DifyApp -ErrorAction Stop
        (Get-DifyApp $app).SkipCertificateCheck | Should -BeTrue
    }

    It 'that says yes is an error of its own' {
        $path = New-KeyCsv 'Name,ApiKey,Server,SkipCertificateCheck' '{0},{1},{2},yes' 'RowUnclear'
        Import-Csv $path | Register-DifyApp -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidSwitch,*'
        Get-DifyApp RowUnclear* | Should -BeNullOrEmpty
        (Get-ErrorText $refused[0]) -match (Get-CanaryPattern) | Should -BeNullOrEmpty
    }

    It 'of JSON with null leaves them on' {
        $row = Import-Csv (New-KeyCsv 'Name,ApiKey,Server' '{0},{1},{2}' 'RowJson')
        $row | Add-Member SkipCertificateCheck $null
        $row | ConvertTo-Json | ConvertFrom-Json | Register-DifyApp -ErrorAction Stop
        (Get-DifyApp rowjson).SkipCertificateCheck | Should -BeFalse
    }

    It 'under a header with <what> is an error without the key' -ForEach @(
        @{ app = 'RowTypo'; what = 'no name'; header = 'Nmae,ApiKey,Server'; line = '{0},{1},{2}' }
        @{ app = 'RowTurned'; what = 'name and key in turn'; header = 'ApiKey,Name,Server'; line = '{0},{1},{2}' }
        @{ app = 'RowSecret'; what = 'the key for the secret'; header = 'Name,SecretName,Server'; line = '{0},{1},{2}' }
        @{ app = 'RowServer'; what = 'the key for the server'; header = 'Name,Server,Vault'; line = '{0},{1},' }
        @{ app = 'RowNameless'; what = 'an empty name'; header = 'x,ApiKey,Server,Name'; line = '{0},{1},{2},""' }
    ) {
        $path = New-KeyCsv $header $line $app
        foreach ($command in 'Register-DifyApp', 'Get-DifyApp', 'Test-DifyApp', 'Unregister-DifyApp') {
            $Error.Clear()
            $null = Import-Csv $path | & $command -ErrorAction SilentlyContinue
            $Error.Count | Should -BeGreaterThan 0
            foreach ($one in $Error) {
                (Get-ErrorText $one) -match (Get-CanaryPattern) | Should -BeNullOrEmpty
            }
        }
    }
}

Describe 'A switch' {
    It 'is one at the prompt' {
        (Get-Command Register-DifyApp).Parameters.SkipCertificateCheck.SwitchParameter | Should -BeTrue
        (TabExpansion2 'Register-DifyApp cat -Skip').CompletionMatches.CompletionText | Should -Be '-SkipCertificateCheck'
    }
}

Describe 'A default that is code' {
    It 'comes onto the line as text' {
        $app = Add-SimulatedApp 'RowCode' -Mode workflow -With @{ inputs = @(@{ variable = 'count'; type = 'number'; default = '$($global:ran = $true)' }) }
        Import-Csv (New-KeyFile $folder $app) | Register-DifyApp
        $line = 'Invoke-DifyWorkflow rowcode -Inputs @{ count = '
        Enable-DifyInputCompletion
        try {
            $text = (TabExpansion2 $line).CompletionMatches[0].CompletionText
        }
        finally {
            Disable-DifyInputCompletion
        }
        $text | Should -BeExactly "'`$(`$global:ran = `$true)'"
    }
}
