<#
.SYNOPSIS
    Uses the built module once, from import to a reply, against a simulated Dify.
.DESCRIPTION
    For the PowerShells that the Pester suite does not run in, above all Windows PowerShell 5.1. Needs a
    built checkout (./build.ps1) and a default vault that opens without a prompt. Registers one app in a
    registry of its own, and forgets it again. The first thing that is wrong ends it with exit code 1.
#>
[CmdletBinding()]
param(
    # Which build of the simulator to start.
    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$root = Split-Path -Parent $PSScriptRoot
$scratch = Join-Path ([System.IO.Path]::GetTempPath()) "difyps-smoke-$([guid]::NewGuid())"
$name = "smoke-$PID"
$said = Join-Path $scratch 'simulator.txt'

function Assert-True([string] $What, [bool] $IsTrue) {
    if (-not $IsTrue) { throw "Not so: $What" }
    Write-Host "    $What"
}

# The error of a call that has to fail.
function Get-Failure([scriptblock] $Call) {
    try { $null = & $Call } catch { return $_ }
    throw "This should have failed:$Call"
}

function Start-Simulator {
    $arguments = 'run', '--no-build', '-c', $Configuration, '--project', "`"$(Join-Path $root 'src/Dify.Simulator')`"", '--',
        '--urls', 'http://127.0.0.1:0', '--app', 'SmokeCat', '--parent', $PID
    $null = Start-Process -FilePath dotnet -ArgumentList $arguments -NoNewWindow -RedirectStandardOutput $said
    foreach ($try in 1..600) {
        $lines = @(Get-Content -LiteralPath $said -ErrorAction Ignore)
        $address = @($lines -match '^Listening on ')
        $app = @($lines -match '^SmokeCat ')
        if ($address.Count -gt 0 -and $app.Count -gt 0) {
            return @{ Server = $address[0].Substring('Listening on '.Length); Key = $app[0].Split(' ')[2] }
        }
        Start-Sleep -Milliseconds 100
    }
    throw "The simulator did not start. It said: $lines"
}

$null = New-Item -ItemType Directory -Path $scratch
$env:DIFYPS_REGISTRY = Join-Path $scratch 'apps.json'
try {
    Write-Host "PowerShell $($PSVersionTable.PSVersion), $($PSVersionTable.PSEdition)"
    Import-Module -Name (Join-Path $root 'DifyPS.psd1')
    $commands = @(Get-Command -Module DifyPS -CommandType Cmdlet)
    $exported = @((Import-PowerShellDataFile -LiteralPath (Join-Path $root 'DifyPS.psd1')).CmdletsToExport)
    Assert-True "All $($exported.Count) cmdlets are there." ($commands.Count -eq $exported.Count)
    $framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
    $folder = Split-Path -Leaf (Split-Path -Parent $commands[0].ImplementingType.Assembly.Location)
    Assert-True "They come from the $framework build." ($folder -eq $framework)
    $help = Get-Help Invoke-DifyChat -Full
    Assert-True 'Get-Help has a synopsis and examples.' ($help.Synopsis -like 'Sends a message*' -and @($help.examples.example).Count -ge 2)

    $dify = Start-Simulator
    $key = ConvertTo-SecureString -String $dify.Key -AsPlainText -Force
    $app = Register-DifyApp $name $key -Server $dify.Server -PassThru
    Assert-True 'An app is registered with its own name and mode.' ($app.RemoteName -eq 'SmokeCat' -and $app.Mode -eq 'chat')
    Assert-True 'The registry holds no key.' (-not (Get-Content -LiteralPath $env:DIFYPS_REGISTRY -Raw).Contains($dify.Key))
    Assert-True 'It is listed.' (@(Get-DifyApp $name).Count -eq 1)
    Assert-True 'It can be reached.' (Test-DifyApp $name -Quiet)
    $failure = Get-Failure { Register-DifyApp "$name-2" $key -Server $dify.Server }
    Assert-True 'Its key gets no second name.' ($failure.FullyQualifiedErrorId -like 'KeyAlreadyBound,*')

    $reply = Invoke-DifyChat $name 'hello'
    Assert-True 'It answers.' ("$reply" -eq "SmokeCat here: you said 'hello'")
    $next = $reply | Invoke-DifyChat -Message 'what did I say?'
    Assert-True 'It goes on with a conversation.' ($next.ConversationId -eq $reply.ConversationId)
    $events = @(Invoke-DifyChat $name 'hello' -AsEvent)
    Assert-True 'Its events come one by one.' (@($events | Where-Object { $_.Event -eq 'message' }).Count -gt 1)
    Assert-True 'A reply has a view.' (($reply | Format-List | Out-String) -like "*you said 'hello'*")
    Assert-True 'Its messages are listed.' (@($reply | Get-DifyMessage).Count -eq 2)
    Assert-True 'Its conversations are listed.' (@(Get-DifyConversation $name -First 1).Count -eq 1)

    $path = Join-Path $scratch 'words.txt'
    [System.IO.File]::WriteAllText($path, "Gr$([char] 0xFC)$([char] 0xDF)e")
    Assert-True 'A file is sent.' ((Send-DifyFile $name $path).Size -eq 7)
    $failure = Get-Failure { Invoke-DifyChat $name 'hello' -ConversationId ([guid]::NewGuid()) }
    Assert-True 'A refusal is an error with an id.' ($failure.FullyQualifiedErrorId -like 'not_found,*')

    Unregister-DifyApp $name -Confirm:$false
    Assert-True 'It is forgotten.' (@(Get-DifyApp).Count -eq 0)
    Write-Host 'All is well.'
}
catch {
    $Host.UI.WriteErrorLine("Smoke.ps1, line $($_.InvocationInfo.ScriptLineNumber): $_")
    exit 1
}
finally {
    if (Get-Module -Name DifyPS) { Get-DifyApp -Name $name -ErrorAction Ignore | Unregister-DifyApp -Confirm:$false -ErrorAction Ignore }
    $env:DIFYPS_REGISTRY = $null
    # The simulator may have its output open still; it ends with this process.
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction Ignore
}
