# A row of a list with a key in it, such as of a CSV file whose header has a slip of the pen, piped into any cmdlet.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot '../../DifyPS.psd1')
    $cmdlets = (Get-Command -Module DifyPS -CommandType Cmdlet).Name
}

BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'piped'
    $cat = Add-SimulatedApp 'PipedCat'
    Import-Csv (New-KeyFile $folder $cat) | Register-DifyApp
    $key = New-CanaryKey

    # What is asked for and no row can say.
    $more = @{
        'Complete-DifyCommandLine'     = @{ InputScript = 'x' }
        'ConvertTo-DifyAudio'          = @{ OutFile = Join-Path $folder 'out.mp3' }
        'Enable-DifyAnnotationReply'   = @{ EmbeddingProvider = 'x'; EmbeddingModel = 'y' }
        'Invoke-DifyRestMethod'        = @{ Path = 'info' }
        'Rename-DifyConversation'      = @{ NewTitle = 'x' }
        'Send-DifyFeedback'            = @{ Rating = 'Like' }
        'Set-DifyConversationVariable' = @{ VariableName = 'x'; Value = 1 }
        'Submit-DifyHumanInputForm'    = @{ Action = 'x'; NoWait = $true }
        'Set-DifyApp'                  = @{ User = 'bob' }
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

Describe 'A row with a key, piped into <_>' -ForEach $cmdlets {
    It 'is in no error' {
        $given = $more[$_] ?? @{}
        $file = New-KeyFile (New-WorkFolder "piped-$_") ([pscustomobject] @{ Nmae = 'pipedcat'; ApiKey = $key })
        foreach ($row in (Import-Csv $file), [pscustomobject] @{ App = 'pipedcat'; User = ''; Key = $key }, [pscustomobject] @{ App = $key }, @{ Name = $key }) {
            $Error.Clear()
            $null = $row | & $_ @given -ErrorAction SilentlyContinue
            foreach ($one in $Error) {
                (Get-ErrorText $one) -match (Get-CanaryPattern) | Should -BeNullOrEmpty
                # PowerShell's own error has the row for its target; ours, of the same name, has none.
                if ($one.FullyQualifiedErrorId -like 'InputObject*') { $one.Exception | Should -Not -BeOfType [Management.Automation.ParameterBindingException] }
            }
        }
    }
}

Describe 'A mandatory parameter' {
    It 'is still asked for at the prompt' {
        (Get-Command Remove-DifyAnnotation).Parameters.App.Attributes.Where{ $_ -is [Parameter] }.Mandatory | Should -BeTrue
        { Remove-DifyAnnotation -ErrorAction Stop } | Should -Throw -ErrorId 'MissingMandatoryParameter*'
    }

    It 'that a piped object lacks is named' {
        [pscustomobject] @{ App = 'pipedcat' } | Remove-DifyAnnotation -ErrorAction SilentlyContinue -ErrorVariable missing
        "$missing" | Should -BeLike '*-AnnotationId*'
        'some-id' | Remove-DifyAnnotation -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing.FullyQualifiedErrorId | Should -BeLike 'ParameterMissing,*'
    }
}

Describe 'What is typed first' {
    It 'has a place' {
        Import-Csv (New-KeyFile $folder (Add-SimulatedApp 'PlacedCat')) | Register-DifyApp
        $reply = Invoke-DifyChat placedcat 'Hello'
        Rename-DifyConversation placedcat $reply.ConversationId 'A title'
        (Get-DifyConversation placedcat).Title | Should -Be 'A title'
        $flow = Add-SimulatedApp 'PipedFlow' -Mode workflow -With @{ inputs = @(@{ variable = 'topic'; type = 'paragraph'; required = $true }) }
        Import-Csv (New-KeyFile $folder $flow) | Register-DifyApp
        (Invoke-DifyWorkflow pipedflow @{ topic = 'mice' }).Status | Should -Be 'succeeded'
    }
}
