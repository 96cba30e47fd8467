# Files, sound and annotations, as the pipelines that people type.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'files'
    $reader = Add-SimulatedApp 'FileReader' -With @{
        parameters = @{
            speech_to_text = @{ enabled = $true }
            text_to_speech = @{ enabled = $true; voice = 'alloy'; language = 'en-US'; autoPlay = 'disabled' }
        }
    }
    Import-Csv (New-KeyFile $folder $reader) | Register-DifyApp
    $work = New-Item -ItemType Directory -Path (Join-Path $folder 'in it')
    Push-Location $work
    $names = 'a.pdf', 'b[1].pdf', 'c `1.pdf', '猫.pdf'
    foreach ($name in $names) {
        [IO.File]::WriteAllBytes((Join-Path $work $name), [byte[]] (0..255 * 40 + [Text.Encoding]::UTF8.GetBytes($name)))
    }

    function Send-Question {
        param([psobject] $File)
        $body = @{
            query = 'Sum it up.'; user = $File.User; inputs = @{}; response_mode = 'blocking'
            files = @(@{ type = $File.Type; transfer_method = 'local_file'; upload_file_id = $File.FileId })
        }
        $null = Invoke-DifyRestMethod filereader chat-messages -Body $body
    }
}

AfterAll {
    Pop-Location
}

Describe 'Files' {
    It 'go to an app from a listing, whatever they are called' {
        $sent = Get-ChildItem *.pdf | Send-DifyFile filereader
        $sent.FileName | Sort-Object | Should -Be ($names | Sort-Object)
        $sent.Type | Select-Object -Unique | Should -Be 'document'
        # A file object has an owner, who is not the end user.
        $sent.User | Select-Object -Unique | Should -Be (Get-DifyApp filereader).User
    }

    It 'go by pattern, and by names that look like one' {
        (Send-DifyFile filereader '?.pdf').FileName | Sort-Object | Should -Be 'a.pdf', '猫.pdf'
        (Send-DifyFile filereader 'b[1].pdf').FileName | Should -Be 'b[1].pdf'
        (Get-Item -LiteralPath 'b[1].pdf' | Send-DifyFile filereader).FileName | Should -Be 'b[1].pdf'
    }

    It 'come back with the same bytes' {
        $file = Send-DifyFile filereader '猫.pdf'
        Send-Question $file
        $saved = $file | Save-DifyFile -Path (New-Item -ItemType Directory 'back') -PassThru
        # What the table shows of a file.
        ($saved | Out-String) | Should -Be (Get-Item -LiteralPath $saved.FullName | Out-String)
        $saved.Name | Should -Be '猫.pdf'
        (Get-FileHash -LiteralPath $saved).Hash | Should -Be (Get-FileHash -LiteralPath '猫.pdf').Hash
        { $file | Save-DifyFile -Path 'back' -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,DifyPS.Commands.SaveDifyFileCommand'
        Get-ChildItem back -Force | Should -HaveCount 1
    }

    It 'come back from their signed address, which gets no key' {
        $file = Send-DifyFile filereader 'a.pdf'
        Save-DifyFile filereader -Url $file.SourceUrl -Path 'signed.bin'
        (Get-FileHash 'signed.bin').Hash | Should -Be (Get-FileHash 'a.pdf').Hash
    }

    It 'that are too large are not sent, and do not hold up the others' {
        $large = [IO.File]::Create((Join-Path $work 'large.png'))
        $large.SetLength(11MB)
        $large.Dispose()
        $before = @(Get-SimulatedRequest 'FileReader').Count
        $sent = Send-DifyFile filereader large.png, a.pdf -ErrorVariable errors -ErrorAction SilentlyContinue
        $sent.FileName | Should -Be 'a.pdf'
        $errors.FullyQualifiedErrorId | Should -Be 'FileTooLarge,DifyPS.Commands.SendDifyFileCommand'
        Get-SimulatedRequest 'FileReader' -Skip $before | Should -Be 'GET /parameters', 'POST /files/upload'
    }
}

Describe 'Sound' {
    It 'is written down and asked' {
        Set-Content question.mp3 'sound' -NoNewline
        $reply = Get-ChildItem question.mp3 | ConvertFrom-DifyAudio filereader | Invoke-DifyChat
        "$reply" | Should -Be "FileReader here: you said 'FileReader heard question.mp3: 5 bytes'"
    }

    It 'is made of a reply' {
        $file = Invoke-DifyChat filereader 'hi' | ConvertTo-DifyAudio -OutFile answer.mp3
        $file.FullName | Should -Be (Join-Path $work 'answer.mp3')
        Get-Content $file | Should -Be "ID3alloy: FileReader here: you said 'hi'"
    }
}

Describe 'Annotations' {
    It 'come from a CSV file, and go with a pipeline' {
        1..120 | ForEach-Object { [pscustomobject] @{ Question = "Question $_"; Answer = "Answer $_" } } | Export-Csv annotations.csv
        Import-Csv annotations.csv | Add-DifyAnnotation filereader | Should -HaveCount 120
        Get-DifyAnnotation filereader | Should -HaveCount 120
        $before = @(Get-SimulatedRequest 'FileReader').Count
        (Get-DifyAnnotation filereader | Select-Object -First 3).Question | Should -Be 'Question 120', 'Question 119', 'Question 118'
        Get-SimulatedRequest 'FileReader' -Skip $before | Should -Be 'GET /apps/annotations'
        Get-DifyAnnotation filereader 'Question 11' | Where-Object Question -NE 'Question 11' | Remove-DifyAnnotation
        Get-DifyAnnotation filereader | Should -HaveCount 110
    }

    It 'answer once they are switched on' {
        Get-DifyAnnotation filereader 'Question 11' | Set-DifyAnnotation -Answer 'Eleven.'
        (Enable-DifyAnnotationReply filereader openai text-embedding-3-small -Wait).Status | Should -Be 'completed'
        "$(Invoke-DifyChat filereader 'Question 11')" | Should -Be 'Eleven.'
        (Disable-DifyAnnotationReply filereader -Wait).Status | Should -Be 'completed'
        "$(Invoke-DifyChat filereader 'Question 11')" | Should -Be "FileReader here: you said 'Question 11'"
    }
}
