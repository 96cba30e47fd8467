# What PowerShell people expect of a module: its manifest, its streams, its views, and company it can bear.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'manners'
    $cat = Add-SimulatedApp 'PoliteCat'
    $dog = Add-SimulatedApp 'PoliteDog'
    $parrot = Add-EndlessApp 'PoliteParrot'
    Import-Csv (New-KeyFile $folder $cat, $dog, $parrot) | Register-DifyApp
}

Describe 'The manifest' {
    It 'is valid and static' {
        (Test-ModuleManifest (Get-ManifestPath)).Version | Should -Be '0.1.0'
        $data = Import-PowerShellDataFile (Get-ManifestPath)
        $data.CmdletsToExport | Should -Be (Get-Command -Module DifyPS -CommandType Cmdlet | Sort-Object Name).Name
        $data.FunctionsToExport.Count | Should -Be 0
        $data.AliasesToExport.Count | Should -Be 0
    }

    It 'names approved verbs, and every cmdlet says what it gives' {
        $commands = Get-Command -Module DifyPS -CommandType Cmdlet
        $commands.Verb | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
        $commands | Where-Object { -not $_.OutputType } | Should -BeNullOrEmpty
    }

    It 'brings help that is found' {
        (Get-Help Invoke-DifyChat).Synopsis | Should -Match '\w{3}'
        (Get-Help Register-DifyApp -Examples | Out-String) | Should -Match 'Register-DifyApp'
        (Get-Help about_DifyPS | Out-String) | Should -Match 'DifyPS'
        (Get-Help about_DifyPS_Scale | Out-String) | Should -Match 'nightly\.ps1'
    }
}

Describe 'The module in company' {
    It 'keeps its libraries to itself' {
        $null = Invoke-DifyChat politecat hi
        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'Dify.Client', 'Polly.Core' }
        $loaded | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } | Sort-Object -Unique | Should -Be 'DifyPS'
    }

    It 'serves several runspaces at once, each with its own app' {
        $manifest = Get-ManifestPath
        $answers = 1..40 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            $app = ('politecat', 'politedog')[$_ % 2]
            [pscustomobject] @{ App = $app; Answer = "$(Invoke-DifyChat $app "message $_")"; Expected = "message $_" }
        }
        $answers.Count | Should -Be 40
        foreach ($one in $answers) {
            $one.Answer | Should -Be "$($one.App -replace 'politecat', 'PoliteCat' -replace 'politedog', 'PoliteDog') here: you said '$($one.Expected)'"
        }
    }

    It 'stops when its job is stopped, and tells Dify' {
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ManifestPath)'; Invoke-DifyChat politeparrot 'talk'")
        $null = $shell.BeginInvoke()
        $null = Wait-SimulatedRequest 'PoliteParrot' '/chat-messages'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $stopping = $shell.BeginStop($null, $null)
        (Wait-SimulatedStop 'PoliteParrot').matched | Should -BeTrue
        $watch.ElapsedMilliseconds | Should -BeLessThan 1500
        $shell.EndStop($stopping)
        $shell.Dispose()
    }

    It 'takes no proxy to loopback, where plain http is allowed because it stays on this machine' {
        $run = Invoke-Pwsh -Environment @{ http_proxy = 'http://127.0.0.1:9'; all_proxy = 'http://127.0.0.1:9' } -Script { "$(Invoke-DifyChat politecat hi)" }
        $run.Output | Should -Be "PoliteCat here: you said 'hi'"
    }

    It 'leaves $Error to real errors' {
        $Error.Clear()
        $bird = Add-SimulatedApp 'PoliteBird'
        Register-DifyApp politebird (ConvertTo-Secure $bird.Key) -Server $env:DIFYPS_TEST_SERVER
        Unregister-DifyApp politebird
        $Error.Count | Should -Be 0
    }

    It 'lets those behind it in the pipeline stop, and the script go on' {
        $first = Get-DifyApp | Select-Object -First 1
        $first.Name | Should -Be 'politecat'
        { Get-DifyApp | ForEach-Object { throw 'mine' } } | Should -Throw 'mine'
    }
}

Describe 'Its views' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
    }
    AfterAll { $PSStyle.OutputRendering = $rendering }

    It 'show apps as a table and as a list' {
        $table = Get-DifyApp | Out-String -Width 200
        $table | Should -Match 'Name\s+Mode\s+App in Dify\s+Server\s+User\s+Vault\s+Verified'
        $table | Should -Match 'politecat\s+chat\s+PoliteCat\s+127\.0\.0\.1:\d+'
        (Get-DifyApp politecat | Format-List | Out-String) | Should -Match 'KeyFingerprint\s+: [0-9a-f]{16}'
    }

    It 'show the state of apps with what to do' {
        Test-DifyApp politecat | Out-String -Width 160 | Should -Match 'Name\s+Status\s+Latency\s+What to do[\s\S]+politecat\s+Ok\s+<?\d[\d.]* m?s'
    }

    It 'show the answer first and one line below it' {
        $shown = (Invoke-DifyChat politecat hi | Out-String).Trim() -split '\r?\n'
        $shown[0] | Should -Be "PoliteCat here: you said 'hi'"
        $shown[1] | Should -Match '^  politecat · .* tokens · .* <?\d[\d.]* m?s$'
        $shown.Count | Should -Be 2
    }

    It 'hold no colours where there are to be none' {
        $(Get-DifyApp; Test-DifyApp politecat; Invoke-DifyChat politecat hi; Get-DifyAppInfo politecat) | Out-String | Should -Not -Match "`e\["
    }
}

Describe 'What can be looked at' {
    It 'holds no key: transcript, verbose and debug lines, errors, history, JSON' {
        $transcript = Join-Path $folder 'transcript.txt'
        $run = Invoke-Pwsh -ArgumentList $transcript, (New-KeyFile $folder (Add-SimulatedApp 'PoliteFox')), (New-KeyFile $folder $cat) -Script {
            param($Transcript, $KeyFile, $TakenKeyFile)
            $VerbosePreference = $DebugPreference = 'Continue'
            $null = Start-Transcript $Transcript
            Import-Csv $KeyFile | Register-DifyApp
            Import-Csv $TakenKeyFile | ForEach-Object { $_.Name = 'polite2'; $_ } | Register-DifyApp
            Invoke-DifyChat politefox hi
            Invoke-DifyChat politefox hi -ConversationId 00000000-0000-4000-8000-000000000000
            Get-DifyApp | ConvertTo-Json -Depth 5
            $Error | Format-List * -Force
            $Error | ForEach-Object { Get-Error -InputObject $_ }
            Get-History
            Get-Module DifyPS | Format-List *
            $null = Stop-Transcript
        }
        $run.Output + $run.Errors + (Get-Content $transcript -Raw) | Should -Not -Match (Get-CanaryPattern)
        Get-Content $transcript -Raw | Should -Match 'POST chat-messages|POST /chat-messages'
        Get-Content $transcript -Raw | Should -Match 'KeyAlreadyBound'
    }
}
