# The whole story in one session, one step after the other, as a newcomer plays it.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'story'
    $cat = Add-SimulatedApp 'StoryCat'
    $dog = Add-SimulatedApp 'StoryDog' -Mode 'advanced-chat'
    $parrot = Add-EndlessApp 'StoryParrot'
    $keyFile = New-KeyFile $folder $cat, $dog, $parrot
}

Describe 'An app by its name' {
    It 'is registered from a CSV file' {
        Import-Csv $keyFile | Register-DifyApp
        Get-BindingName | Should -Be 'storycat', 'storydog', 'storyparrot'
    }

    It 'is listed with its own name and mode, from the registry alone' {
        $apps = Get-DifyApp story*
        $apps.Name | Should -Be 'storycat', 'storydog', 'storyparrot'
        $apps.RemoteName | Should -Be 'StoryCat', 'StoryDog', 'StoryParrot'
        $apps.Mode | Should -Be 'chat', 'advanced-chat', 'chat'
    }

    It 'answers' {
        "$(Invoke-DifyChat storycat 'hello')" | Should -Be "StoryCat here: you said 'hello'"
        "$(Invoke-DifyChat storydog 'hello')" | Should -Be "StoryDog here: you said 'hello'"
    }

    It 'goes on with a conversation from the pipeline' {
        $reply = Invoke-DifyChat storycat 'one' | Invoke-DifyChat -Message 'two' | Invoke-DifyChat -Message 'what did I say?'
        "$reply" | Should -Be "StoryCat here: you said before: 'one', 'two'"
    }

    It 'ends the request as soon as nobody wants more of it' {
        $event_ = Invoke-DifyChat storyparrot 'talk' -AsEvent | Where-Object Event -EQ 'message' | Select-Object -First 1
        $event_.App | Should -Be 'storyparrot'
        (Wait-SimulatedStop 'StoryParrot').taskId | Should -Be $event_.TaskId
        # Over, and not because the story of a hundred thousand words was.
        (Wait-SimulatedRequest 'StoryParrot' '/chat-messages' -Completed).status | Should -Be 200
    }

    It 'is found healthy' {
        $found = Test-DifyApp story*
        $found.Status | Should -Be 'Ok', 'Ok', 'Ok'
        $found.Latency | ForEach-Object { $_.TotalMilliseconds | Should -BeGreaterThan 0 }
        Test-DifyApp story* -Quiet | Should -BeTrue
    }

    It 'gets no second name' {
        { Register-DifyApp kitten (ConvertTo-Secure $cat.Key) -Server $env:DIFYPS_TEST_SERVER -ErrorAction Stop } |
            Should -Throw -ErrorId 'KeyAlreadyBound,DifyPS.Commands.RegisterDifyAppCommand'
        Get-DifyApp kitten* | Should -BeNullOrEmpty
    }

    It 'goes on through a rotation' {
        Update-SimulatedKey $cat
        Set-DifyApp storycat -ApiKey (ConvertTo-Secure $cat.Key)
        "$(Invoke-DifyChat storycat 'still there?')" | Should -BeLike 'StoryCat here*'
    }

    It 'goes on at once when another process rotates the key in the vault' {
        # SecretStore keeps a copy of its file in each process for at least five seconds.
        $null = Invoke-DifyChat storycat 'the copy is read'
        $null = Get-Secret DifyPS-storycat
        Update-SimulatedKey $cat
        $rotated = Invoke-Pwsh -ArgumentList (New-KeyFile $folder $cat) -Script {
            param($KeyFile)
            $key = (Import-Csv $KeyFile).ApiKey | ConvertTo-SecureString -AsPlainText -Force
            Set-Secret -Name DifyPS-storycat -SecureStringSecret $key -Vault Store
        }
        $rotated.Errors | Should -BeNullOrEmpty
        "$(Invoke-DifyChat storycat 'and now?')" | Should -BeLike 'StoryCat here*'
    }

    It 'is never mistaken for another, whose key was pasted in its place' {
        $fish = Add-SimulatedApp 'StoryFish'
        Set-Secret -Name DifyPS-storydog -SecureStringSecret (ConvertTo-Secure $fish.Key) -Vault Store
        $answer = Invoke-Pwsh {
            try {
                Invoke-DifyChat storydog 'for your ears only' -ErrorAction Stop
            }
            catch {
                $_.FullyQualifiedErrorId
            }
        }
        $answer.Output | Should -Be 'AppIdentityMismatch,DifyPS.Commands.InvokeDifyChatCommand'
        Get-SimulatedRequest 'StoryFish' | Should -Be 'GET /info'
        (Test-DifyApp storydog).Status | Should -Be 'WrongApp'
    }

    It 'is forgotten, and its key with it' {
        Unregister-DifyApp story*
        Get-DifyApp story* | Should -BeNullOrEmpty
        Get-SecretInfo -Name DifyPS-story* -Vault Store | Should -BeNullOrEmpty
        { Invoke-DifyChat storycat 'hello' -ErrorAction Stop } | Should -Throw -ErrorId 'AppNotFound,*'
    }
}
