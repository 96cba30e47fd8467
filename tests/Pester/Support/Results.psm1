# The result of each test, while the suite runs and after it: lines of JSON, which survive a suite that does not end.
Set-StrictMode -Version Latest

function Register-Progress {
    <#
    .SYNOPSIS
        Has Pester note each test as it begins and ends.
    .DESCRIPTION
        By the way that Pester keeps for the editors that show tests. Where it is not there, headway is seen
        by the end of each file only.
    #>
    param([string] $Path)
    $note = {
        param([string] $Event, [string] $Name, [string] $Outcome, [string] $Message)
        $line = [ordered] @{ Event = $Event; Name = $Name; Outcome = $Outcome; Message = $Message } | ConvertTo-Json -Compress
        [IO.File]::AppendAllText($Path, "$line`n")
    }.GetNewClosure()
    & (Get-Module Pester) {
        param($Note)
        if (-not (Get-Command New-PluginObject -ErrorAction Ignore)) { return }
        $script:additionalPlugins = New-PluginObject -Name 'Progress' -ContainerRunStart {
            param($Context)
            & $Note 'begin' "$($Context.Block.BlockContainer.Item)"
        }.GetNewClosure() -EachBlockSetupStart {
            param($Context)
            & $Note 'begin' "$($Context.Block.Path -join '.')"
        }.GetNewClosure() -EachTestSetupStart {
            param($Context)
            & $Note 'begin' "$($Context.Test.Path -join '.')"
        }.GetNewClosure() -EachTestTeardownEnd {
            param($Context)
            $test_ = $Context.Test
            & $Note 'end' ($test_.Block.Path -join '.') $(if ($test_.Passed) { 'Passed' } else { 'Failed' }) "$($test_.ErrorRecord | Select-Object -First 1)"
        }.GetNewClosure()
    } $note
}

function Test-Headway {
    <# .SYNOPSIS Whether something was noted within the limit. #>
    param([string] $Progress, [datetime] $Since, [int] $LimitSeconds)
    $last = if (Test-Path -LiteralPath $Progress) { (Get-Item -LiteralPath $Progress).LastWriteTime } else { $Since }
    ([datetime]::Now - $last).TotalSeconds -lt $LimitSeconds
}

function Complete-Result {
    <# .SYNOPSIS Writes the results of a suite that did not end: what it noted, and that what was under way has failed. #>
    param([string] $Progress, [string] $DetailFile, [string] $Reason)
    $noted = @(if (Test-Path -LiteralPath $Progress) { Get-Content -LiteralPath $Progress | ConvertFrom-Json })
    $under = @($noted.Where({ $_.Event -eq 'begin' }))
    $results = @($noted.Where({ $_.Event -eq 'end' }))
    $results += [pscustomobject] @{ Name = if ($under) { $under[-1].Name } else { 'The Pester suite' }; Outcome = 'Failed'; Message = $Reason }
    Write-Result $DetailFile $results
    Write-Output "$($results[-1].Name): $Reason" | Out-Host
}

function Write-Result {
    <# .SYNOPSIS A line for each result. #>
    param([string] $Path, [object[]] $Result)
    $lines = $Result | ForEach-Object { [ordered] @{ Name = $_.Name; Outcome = $_.Outcome; Message = "$($_.Message)" } | ConvertTo-Json -Compress }
    Set-Content -LiteralPath $Path -Value $lines
}

function Get-Result {
    <#
    .SYNOPSIS
        What a run of Pester gave, test by test. What went wrong outside of tests is a failure of its own.
    .DESCRIPTION
        Tests that did not run for one of the tags in -Together are one result: they all say the same.
    #>
    param([psobject] $Run, [hashtable] $Absent, [string[]] $Together)
    foreach ($tag in $Together.Where({ $Absent.ContainsKey($_) })) {
        $count = @($Run.Tests).Where({ @(Get-AllTag $_) -contains $tag }).Count
        if ($count) { [pscustomobject] @{ Name = "$count tests that need $tag"; Outcome = 'Skipped'; Message = $Absent[$tag] } }
    }
    foreach ($test in $Run.Tests) {
        if (@(Get-AllTag $test).Where({ $Together -contains $_ -and $Absent.ContainsKey($_) })) { continue }
        $file = [IO.Path]::GetFileName("$($test.ScriptBlock.File)") -replace '\.Tests\.ps1$'
        $outcome = if ($test.Result -in 'NotRun', 'Skipped', 'Inconclusive') { 'Skipped' } else { "$($test.Result)" }
        $message = if ($outcome -eq 'Skipped') { Get-SkipReason $test $Absent } else { ($test.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n" }
        if ($outcome -eq 'Failed' -and -not $message) { $message = ($test.Block.ErrorRecord | ForEach-Object { "$_" }) -join "`n" }
        [pscustomobject] @{ Name = "$file`: $(Get-FullName $test)"; Outcome = $outcome; Message = $message }
    }
    foreach ($block in @($Run.FailedBlocks) + @($Run.FailedContainers)) {
        $name = if ($block.PSObject.Properties['ExpandedPath']) { "$($block.ExpandedPath)" } else { "$($block.Item)" }
        [pscustomobject] @{ Name = "$name (before or after its tests)"; Outcome = 'Failed'; Message = ($block.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n" }
    }
}

function Get-FullName {
    <# .SYNOPSIS What a test says, with its data in it: Pester leaves that out of the names of tests that it does not run. #>
    param([psobject] $Test)
    $name = "$($Test.ExpandedPath)"
    $data = @($Test.Data, $Test.Block.Data).Where({ $null -ne $_ })
    [regex]::Replace($name, '<(\w+)>', {
            param($Match)
            foreach ($one in $data) {
                if ($Match.Groups[1].Value -eq '_' -and $one -isnot [Collections.IDictionary]) { return "$one" }
                if ($one -is [Collections.IDictionary] -and $one.Contains($Match.Groups[1].Value)) { return "$($one[$Match.Groups[1].Value])" }
            }
            $Match.Value
        })
}

function Get-AllTag {
    <# .SYNOPSIS The tags of a test, and of what it stands in. #>
    param([psobject] $Test)
    $Test.Tag
    for ($block = $Test.Block; $block; $block = $block.Parent) { $block.Tag }
}

function Get-SkipReason {
    <# .SYNOPSIS Why a test did not run: by a tag of its own or of what it stands in, or by its own word. #>
    param([psobject] $Test, [hashtable] $Absent)
    $tags = @(Get-AllTag $Test)
    foreach ($tag in $Absent.Keys) {
        if ($tags -contains $tag) { return $Absent[$tag] }
    }
    $said = ($Test.ErrorRecord | ForEach-Object { "$_" }) -join ' '
    if ($said) { $said } else { 'This machine does not have what the test needs.' }
}

Export-ModuleMember -Function *-*
