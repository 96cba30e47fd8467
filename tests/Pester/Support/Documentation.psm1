# What the pages and the README show, block by block, and the stage on which it runs.
Set-StrictMode -Version Latest

$repository = (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path

function Get-DocPath {
    <# .SYNOPSIS The files whose PowerShell is to run, from the root of the repository. #>
    Get-ChildItem -Path (Join-Path $repository 'docs/en-US/*.md') | Sort-Object Name | ForEach-Object { "docs/en-US/$($_.Name)" }
    'README.md'
}

function Get-DocFile {
    <# .SYNOPSIS Where such a file is. #>
    param([string] $Path)
    Join-Path $repository $Path
}

function Get-DocBlock {
    <#
    .SYNOPSIS
        The PowerShell of a Markdown file, block by block, with the heading above it.
    .DESCRIPTION
        A block that cannot run in a test says why in the line that opens it: "```powershell not-run: why".
        Neither a page on the web nor Get-Help shows that.
    #>
    param([string] $Path)
    $heading = ''
    $block = $null
    foreach ($line in [IO.File]::ReadAllLines((Get-DocFile $Path))) {
        if ($null -ne $block) {
            if ($line -eq '```') {
                $block.Script = $block.Lines -join "`n"
                $block
                $block = $null
            }
            else {
                $block.Lines.Add($line)
            }
        }
        elseif ($line -match '^```powershell(?: not-run: (?<why>.+))?\s*$') {
            $block = @{ Path = $Path; Heading = $heading; Lines = [Collections.Generic.List[string]]::new(); NotRun = "$($Matches['why'])".Trim() }
        }
        elseif ($line -match '^```\w') {
            # Other languages are none of ours, and their comments no headings.
            $block = $null
        }
        elseif ($line -match '^#+\s+(?<heading>.+)$') {
            $heading = $Matches['heading']
        }
    }
}

# Apps that examples speak of. The cat is in most of them, so it has every feature that one of them needs.
$apps = @{
    cat      = @{
        Mode = 'chat'
        With = @{
            parameters            = @{
                opening_statement                = 'Hello.'
                suggested_questions_after_answer = @{ enabled = $true }
                speech_to_text                   = @{ enabled = $true }
                text_to_speech                   = @{ enabled = $true; voice = 'alloy'; language = 'en-US'; autoPlay = 'disabled' }
            }
            conversationVariables = @(
                @{ name = 'mood'; type = 'string'; value = 'calm'; description = 'How the cat feels.' }
                @{ name = 'likes'; type = 'array[string]'; value = @('milk') }
            )
        }
    }
    approver = @{ Mode = 'workflow'; With = @{ script = @{ pause = @{} }; inputs = @(@{ type = 'paragraph'; variable = 'draft' }) } }
    reviewer = @{ Mode = 'advanced-chat'; With = @{ script = @{ pause = @{} } } }
    reader   = @{ Mode = 'workflow'; With = @{ inputs = @(@{ type = 'file'; variable = 'report'; required = $true; allowedFileTypes = @('document') }) } }
    triage   = @{
        Mode = 'workflow'
        With = @{
            inputs = @(
                @{ type = 'text-input'; variable = 'topic'; required = $true }
                @{ type = 'select'; variable = 'tone'; options = @('formal', 'casual') }
            )
            script = @{ answer = 'A printer.'; outputs = @{ text = 'A printer.'; category = 'hardware' }; failFor = @('broken') }
        }
    }
    writer   = @{ Mode = 'completion'; With = @{ inputs = @(@{ type = 'paragraph'; variable = 'text'; required = $true }) } }
}

# Apps that examples register themselves, with the key in a variable such as $dogKey.
$strangers = @{ dog = 'chat'; second = 'workflow' }

# All of it, made once.
$stage = $null

function Open-DocStage {
    <# .SYNOPSIS Sets up what examples take for granted: apps with a past, their keys in variables, a checkpoint. #>
    $stage = @{
        Folder    = Use-NewRegistry 'help'
        Apps      = @{}
        Vaults    = @(Get-SecretVault | ForEach-Object Name)
        Secrets   = @(Get-SecretInfo -Vault Store | ForEach-Object Name)
        Variables = @{ server = $env:DIFYPS_TEST_SERVER }
    }
    # What earlier files made is not in the way of examples that take "the cat" of a workspace, all of its apps, or the only workspace.
    $null = Invoke-Control -Path '/reset' -Method Post
    foreach ($name in $apps.Keys) {
        $app = Add-SimulatedApp -Name "Help $name" -Mode $apps[$name].Mode -With $apps[$name].With
        $stage.Apps[$name] = $app
        $stage.Variables["${name}Key"] = ConvertTo-Secure $app.Key
        Register-DifyApp $name $stage.Variables["${name}Key"] -Server $env:DIFYPS_TEST_SERVER -User alice
    }
    foreach ($name in $strangers.Keys) {
        $app = Add-SimulatedApp -Name "Help $name" -Mode $strangers[$name]
        $stage.Apps[$name] = $app
        $stage.Variables["${name}Key"] = ConvertTo-Secure $app.Key
    }
    $newKey = (Invoke-Control -Path '/apps/Help%20cat/keys' -Method Post -Body @{ key = New-CanaryKey }).key
    $stage.Variables['newKey'] = ConvertTo-Secure $newKey
    $password = New-CanaryKey
    $adminKey = New-CanaryKey
    $null = Invoke-Control -Path '/console' -Method Patch -Body @{ adminKey = $adminKey }
    $null = Invoke-Control -Path '/console/accounts' -Method Post -Body @{ email = 'ann@example.com'; password = $password }
    $stage.Variables['adminKey'] = ConvertTo-Secure $adminKey
    $stage.Variables['credential'] = [pscredential]::new('ann@example.com', (ConvertTo-Secure $password))
    Connect-DifyWorkspace work -Server $env:DIFYPS_TEST_SERVER -Credential $stage.Variables['credential'] -Remember
    $stage.CatKeys = @($stage.Apps['cat'].Key, $newKey)
    Set-Secret -Name team-cat -SecureStringSecret $stage.Variables['catKey'] -Vault Store
    Invoke-DifyChat cat 'Hello' -User tom | Send-DifyFeedback -Rating Dislike
    $null = Add-DifyAnnotation cat 'Can I have a refund?' 'Ask the dog.'
    $null = 'mice', 'broken' | Invoke-DifyWorkflow triage -Checkpoint (Join-Path $stage.Folder 'past.jsonl') -ErrorAction SilentlyContinue
    $stage.Kept = @{}
    foreach ($secret in Get-SecretInfo -Vault Store | Where-Object Name -NotIn $stage.Secrets) {
        $metadata = @{}
        foreach ($pair in $secret.Metadata.GetEnumerator()) { $metadata[$pair.Key] = $pair.Value }
        $stage.Kept[$secret.Name] = @{ Value = Get-Secret -Name $secret.Name -Vault Store; Metadata = $metadata }
    }
    $script:stage = $stage
}

function Restore-DocStage {
    <# .SYNOPSIS Puts back what an example changed in the vaults: a new stage each time would cost many times as much. #>
    Get-SecretVault | Where-Object Name -NotIn $stage.Vaults | Unregister-SecretVault
    Set-SecretVaultDefault -Name Store
    $there = @(Get-SecretInfo -Vault Store | ForEach-Object Name)
    $there.Where({ $_ -notin $stage.Secrets -and -not $stage.Kept.ContainsKey($_) }) | ForEach-Object { Remove-Secret -Name $_ -Vault Store }
    # An app has ten keys at the most.
    ((Invoke-Control -Path '/').apps | Where-Object name -EQ 'Help cat').keys | Where-Object { $_ -notin $stage.CatKeys } |
        ForEach-Object { $null = Invoke-Control -Path "/apps/Help%20cat/keys/$_" -Method Delete }
    foreach ($name in $stage.Kept.Keys) {
        $kept = $stage.Kept[$name]
        $now = if ($name -in $there) { Get-Secret -Name $name -Vault Store -AsPlainText }
        if ($now -cne ($kept.Value | ConvertFrom-SecureString -AsPlainText)) {
            Set-Secret -Name $name -SecureStringSecret $kept.Value -Vault Store -Metadata $kept.Metadata
        }
    }
}

function Close-DocStage {
    <# .SYNOPSIS Takes away what the stage had, and what examples made, so that nothing of it is found later. #>
    if (-not $stage) { return }
    Get-SecretVault | Where-Object Name -NotIn $stage.Vaults | Unregister-SecretVault
    Set-SecretVaultDefault -Name Store
    Get-SecretInfo -Vault Store | Where-Object Name -NotIn $stage.Secrets | ForEach-Object { Remove-Secret -Name $_.Name -Vault Store }
    foreach ($app in $stage.Apps.Values) {
        $null = Invoke-Control -Path "/apps/$([uri]::EscapeDataString($app.Name))" -Method Delete
    }
    Remove-Item -LiteralPath $stage.Folder -Recurse -Force
    $script:stage = $null
}

function Register-DocCat {
    <# .SYNOPSIS Has the cat be one of the workspace, where keys are seen to. #>
    $id = ((Invoke-Control -Path '/').apps | Where-Object name -EQ 'Help cat').id
    Register-DifyApp cat -AppId $id -Workspace work -Force
}

function New-DocFolder {
    <# .SYNOPSIS The folder in which an example runs, with the files that examples name and a registry of its own. #>
    $folder = New-WorkFolder 'example'
    $env:DIFYPS_REGISTRY = Join-Path $folder 'apps.json'
    Copy-Item -LiteralPath (Join-Path $stage.Folder 'apps.json') -Destination $folder
    foreach ($checkpoint in '2026-01-31.jsonl', 'part0.jsonl') {
        Copy-Item -LiteralPath (Join-Path $stage.Folder 'past.jsonl') -Destination (Join-Path $folder $checkpoint)
    }
    $files = @{
        'annotations.csv' = 'Question,Answer', 'Who are you?,A cat.', 'Where do you live?,On the sofa.'
        'draft.txt'       = 'Dear board,'
        'keys.csv'        = 'Name,ApiKey,Server', "dog,$($stage.Apps['dog'].Key),$env:DIFYPS_TEST_SERVER"
        'question.mp3'    = 'meow'
        'questions.csv'   = 'Id,Question', '7,Who are you?', '8,Where do you live?'
        'questions.txt'   = 'Do you like fish?', 'Do you like milk?'
        'report.pdf'      = 'All is well.'
        'tickets.csv'     = 'Id,Topic', '17,printer', '18,password'
    }
    foreach ($name in $files.Keys) {
        Set-Content -LiteralPath (Join-Path $folder $name) -Value $files[$name]
    }
    $folder
}

function Invoke-DocBlock {
    <#
    .SYNOPSIS
        Runs an example as a careful script would, and gives what a terminal would show of it.
    .DESCRIPTION
        With strictness, every error ends it, and there is nobody to ask. Two things are put into the text:
        the address of the simulator for the one that stands for people's own, and the key that somebody types
        where a bare "Register-DifyApp NAME" asks for it.
    #>
    param([string] $Script)
    if (-not $stage) { Open-DocStage }
    $folder = New-DocFolder
    $null = Invoke-DifyChat cat 'Hello'
    $typed = $Script -replace 'https://dify\.example\.com', $env:DIFYPS_TEST_SERVER
    $typed = $typed -replace '(?m)^Register-DifyApp (?<name>\w+)( -Server \S+)?(?=\s*(#.*)?$)', {
        $name = $_.Groups['name'].Value
        "Register-DifyApp $name `$${name}Key -Server $env:DIFYPS_TEST_SERVER -Force"
    }
    $values = foreach ($name in $stage.Variables.Keys) { [psvariable]::new($name, $stage.Variables[$name]) }
    $run = [scriptblock]::Create("Set-StrictMode -Version Latest`n`$ErrorActionPreference = 'Stop'`n$typed")
    Push-Location -LiteralPath $folder
    try {
        if ($Script -match 'DifyApp(Key|Api)|Export-DifyAppDsl') { Register-DocCat }
        $run.InvokeWithContext($null, @($values), @()) | Out-String -Width 120
    }
    finally {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
        if ($Script -match '(Register|Set|Unregister)-DifyApp\b|Dify(Workspace|AppKey|AppApi|AppDsl|KnowledgeKey)|-Secret|SecretVault|SecretStore') { Restore-DocStage }
    }
}

Export-ModuleMember -Function *-*
