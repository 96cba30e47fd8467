# The simulated Dify: one process for the whole suite, told over its control surface what to be.
Set-StrictMode -Version Latest

function Start-Simulator {
    <# .SYNOPSIS Starts it on a free port and waits for the line that says which. It ends with this process at the latest. #>
    param([string] $Path)
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $Path, '--urls', 'http://127.0.0.1:0', '--quiet', '--parent', "$PID") {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds(120)) -or $line.Result -notmatch '^Listening on (?<server>(?<root>http://\S+)/v1)$') {
        $process.Kill()
        throw 'The simulator did not say where it listens.'
    }
    $env:DIFYPS_TEST_SERVER = $Matches['server']
    $env:DIFYPS_TEST_CONTROL = $Matches['root'] + '/_simulator'
    $process
}

function Start-ConsoleSimulator {
    <# .SYNOPSIS Another one, of a version of Dify, with an account: what all test files share has one version only. #>
    param([string] $Version, [string] $Email, [string] $Password)
    $path = @(Get-ChildItem -Path "$PSScriptRoot/../../../src/Dify.Simulator/bin/*/net*/Dify.Simulator.dll" | Sort-Object LastWriteTimeUtc)[-1]
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    $arguments = '--urls', 'http://127.0.0.1:0', '--quiet', '--parent', "$PID", '--console', $Version, '--account', "${Email}:$Password"
    foreach ($argument in @($path.FullName) + $arguments) {
        $start.ArgumentList.Add($argument)
    }
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds(120)) -or $line.Result -notmatch '^Listening on (?<root>http://\S+)/v1$') {
        $process.Kill()
        throw 'The simulator did not say where it listens.'
    }
    [pscustomobject] @{ Process = $process; Server = $Matches['root']; Control = $Matches['root'] + '/_simulator' }
}

function Stop-Simulator {
    <# .SYNOPSIS Ends the process that Start-Simulator gave. #>
    param([Diagnostics.Process] $Simulator)
    if (-not $Simulator.HasExited) {
        $Simulator.Kill()
    }
    $Simulator.Dispose()
}

function Invoke-Control {
    <# .SYNOPSIS One call of the control surface. #>
    param([string] $Path, [string] $Method = 'Get', [object] $Body)
    $call = @{ Uri = $env:DIFYPS_TEST_CONTROL + $Path; Method = $Method; Verbose = $false; Debug = $false; NoProxy = $true }
    if ($Body) {
        $call.Body = $Body | ConvertTo-Json -Depth 10
        $call.ContentType = 'application/json'
    }
    Invoke-RestMethod @call
}

function Add-SimulatedApp {
    <# .SYNOPSIS Adds an app with one key, both given back. Other settings of the app go into -With. #>
    param([string] $Name, [string] $Mode = 'chat', [hashtable] $With = @{})
    $app = Invoke-Control -Path '/apps' -Method Post -Body (@{ name = $Name; mode = $Mode; key = New-CanaryKey } + $With)
    [pscustomobject] @{ Name = $Name; Key = $app.key }
}

function Add-EndlessApp {
    <# .SYNOPSIS An app that talks on until it is stopped, one word every 20 ms. #>
    param([string] $Name, [string] $Mode = 'chat')
    Add-SimulatedApp -Name $Name -Mode $Mode -With @{ events = 100000; delayMs = 20 }
}

function Update-SimulatedKey {
    <# .SYNOPSIS Rotates in Dify: the app object gets a new key, the old one is revoked. #>
    param([psobject] $App)
    $key = (Invoke-Control -Path "/apps/$($App.Name)/keys" -Method Post -Body @{ key = New-CanaryKey }).key
    $null = Invoke-Control -Path "/apps/$($App.Name)/keys/$($App.Key)" -Method Delete
    $App.Key = $key
}

function Add-SimulatedFault {
    <# .SYNOPSIS Has requests of one app go wrong until the fault is removed by its id. #>
    param([hashtable] $Fault)
    (Invoke-Control -Path '/faults' -Method Post -Body $Fault).id
}

function Remove-SimulatedFault {
    <# .SYNOPSIS Ends what Add-SimulatedFault began. #>
    param([int] $Id)
    $null = Invoke-Control -Path "/faults/$Id" -Method Delete
}

function Get-SimulatedRequest {
    <# .SYNOPSIS What an app was asked, as "METHOD /path" in the order of arrival. #>
    param([string] $App, [int] $Skip = 0)
    # An empty list comes back as $null, and a list as one object: enumerated here.
    @(Invoke-Control -Path "/requests?app=$App") | ForEach-Object { $_ } | Where-Object { $_ } |
        Select-Object -Skip $Skip | ForEach-Object { "$($_.method) $($_.path)" }
}

function Wait-SimulatedRequest {
    <# .SYNOPSIS Waits until an app is asked for the path; with -Completed, until that request has ended. #>
    param([string] $App, [string] $Path, [switch] $Completed, [int] $Milliseconds = 60000)
    $ended = if ($Completed) { '&completed=true' } else { '' }
    Invoke-Control -Path "/requests/wait?app=$App&path=$Path$ended&timeoutMs=$Milliseconds"
}

function Wait-SimulatedStop {
    <# .SYNOPSIS Waits until an app is told to stop a reply. #>
    param([string] $App, [int] $Milliseconds = 60000)
    Invoke-Control -Path "/stops/wait?app=$App&timeoutMs=$Milliseconds"
}

Export-ModuleMember -Function *-*
