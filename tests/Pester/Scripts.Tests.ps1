# Names and messages in any script, from the keyboard to the vault, the wire and the screen, in real processes.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'scripts'
}

Describe 'In a process whose culture is <culture>' -ForEach @(
    @{ culture = 'de-DE'; text = "客服 🤖" }
    @{ culture = 'tr-TR'; text = 'IĞDIR ılık i' }
    @{ culture = 'ar-SA'; text = 'قطة ودودة' }
    @{ culture = 'fa-IR'; text = "گربه$([char] 0x200C)ها" }
    @{ culture = 'en-GB'; text = "👩$([char] 0x200D)👩$([char] 0x200D)👧 חתול e$([char] 0x301)cole" }
) {
    It 'what people write survives the registry, the vault, the wire and the screen' {
        # The text goes in a file: what a command line makes of it is not what is tested.
        $app = Add-SimulatedApp "Scripts$culture"
        $keyFile = New-KeyFile $folder $app
        $textFile = Join-Path $folder "$culture.txt"
        [IO.File]::WriteAllText($textFile, $text)
        $run = Invoke-Pwsh -Environment @{ LANG = 'C.UTF-8'; LC_ALL = 'C.UTF-8' } -ArgumentList $keyFile, $textFile, $culture -Script {
            param($KeyFile, $TextFile, $Culture)
            [Console]::OutputEncoding = [Text.UTF8Encoding]::new($false)
            [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $Culture
            $ErrorActionPreference = 'Stop'
            $text = [IO.File]::ReadAllText($TextFile)
            $one = Import-Csv $KeyFile
            Register-DifyApp $text -ApiKey (ConvertTo-SecureString $one.ApiKey -AsPlainText -Force) -Server $one.Server
            (Get-DifyApp).Name
            "$(Invoke-DifyChat $text $text)"
            Get-DifyConversation $text | Rename-DifyConversation -NewTitle "<$text>"
            (Get-DifyConversation $text).Title
            (Get-DifyConversation $text | Get-DifyMessage).Message
            (Get-DifyConversation $text | Out-String -Width 200) -match [regex]::Escape("<$text>")
            Send-DifyFile $text $TextFile -FileName "$text.txt" | ForEach-Object FileName
            Unregister-DifyApp $text
            @(Get-DifyApp).Count
        }
        $run.Errors | Should -BeNullOrEmpty
        $name = $text.Normalize()
        $run.Output -split '\r?\n' | Should -Be $name, "Scripts${culture} here: you said '$text'", "<$text>", $text, 'True', "$text.txt", '0'
    }
}

Describe 'The texts' {
    It 'are not loaded before something is said' {
        Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'Wordless')) | Register-DifyApp
        $run = Invoke-Pwsh -Script {
            $null = Invoke-DifyChat wordless hi
            $module = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'DifyPS', 'Dify.Client' }
            foreach ($assembly in $module) {
                $texts = $assembly.GetType("$($assembly.GetName().Name).Strings")
                "$($texts.GetField('s_resourceManager', 'NonPublic, Static').GetValue($null))"
            }
            try { Invoke-DifyChat nobody hi -ErrorAction Stop } catch { $_.Exception.Message }
        }
        $run.Errors | Should -BeNullOrEmpty
        ($run.Output -split '\r?\n') -match '\S' | Should -Be "No app is registered under the name 'nobody'."
    }
}
