# The pieces of the benchmark: a stage to measure on, and what measures long replies. Calls.ps1 has what measures single calls, and
# Batch.ps1 what measures long lists.

$script:Root = Resolve-Path "$PSScriptRoot/../.."
Import-Module "$PSScriptRoot/../Pester/Support/Command.psm1"

function Start-Bench {
    # A scratch HOME, so that no real vault is touched; the simulator with a short and a long chat app.
    # Without long replies, the server is not made warm for them either.
    param([int] $Events, [switch] $WithoutLong)
    $dll = Join-Path $script:Root 'src/Dify.Simulator/bin/Release/net10.0/Dify.Simulator.dll'
    if (-not (Test-Path $dll)) { throw "Build it first: ./build.ps1" }
    $scratch = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "DifyPS.Bench.$PID") -Force
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet')
    foreach ($argument in $dll, '--urls', 'http://127.0.0.1:0', '--quiet', '--parent', "$PID") { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $simulator = [Diagnostics.Process]::Start($start)
    $server = ($simulator.StandardOutput.ReadLine() -replace '^Listening on ').TrimEnd('/')
    $control = $server -replace '/v1$', '/_simulator'
    $short = Invoke-RestMethod -Method Post -Uri "$control/apps" -ContentType 'application/json' -Body '{"name":"short","mode":"chat"}'
    $long = Invoke-RestMethod -Method Post -Uri "$control/apps" -ContentType 'application/json' -Body (@{ name = 'long'; mode = 'chat'; events = $Events } | ConvertTo-Json)
    # The server is warm before anything is measured: otherwise who comes first waits for its code to be compiled.
    $http = [Net.Http.HttpClient]::new()
    foreach ($round in @{ App = $short; Times = 3000 }, @{ App = $long; Times = if ($WithoutLong) { 0 } else { 30 } }) {
        for ($time = 0; $time -lt $round.Times; $time++) {
            $request = [Net.Http.HttpRequestMessage]::new('Post', "$server/chat-messages")
            $request.Headers.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $round.App.key)
            $request.Content = [Net.Http.StringContent]::new('{"inputs":{},"query":"hello","user":"bench","response_mode":"streaming"}', [Text.Encoding]::UTF8, 'application/json')
            $http.Send($request).Dispose()
        }
    }
    $http.Dispose()
    $bench = [pscustomobject]@{ Simulator = $simulator; Server = $server; Scratch = $scratch.FullName; Keys = @{ short = $short.key; long = $long.key }; Events = $Events }
    $null = Invoke-Fresh -Bench $bench -Script {
        # Refuses where the store would be that of whoever measures, as it would on Windows.
        Import-Module $Root/tests/Pester/Support/Vaults.psm1
        Reset-ScratchStore
        Register-SecretVault -Name Bench -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault
        Import-Module $Root/DifyPS.psd1
        Register-DifyApp short (ConvertTo-SecureString $ShortKey -AsPlainText -Force) -Server $Server -User bench
        Register-DifyApp long (ConvertTo-SecureString $LongKey -AsPlainText -Force) -Server $Server -User bench
    }
    $bench
}

function Stop-Bench {
    param($Bench)
    $Bench.Simulator.Kill()
    Remove-Item -Recurse -Force $Bench.Scratch
}

function Invoke-Fresh {
    # Runs a script in a process of its own and gives what it printed. Keys travel in the environment.
    param($Bench, [scriptblock] $Script, [string[]] $Arguments = @())
    $prologue = '$Root = $env:BENCH_ROOT; $Server = $env:BENCH_SERVER; $ShortKey = $env:BENCH_SHORT; $LongKey = $env:BENCH_LONG; $Watch = [Diagnostics.Stopwatch]::new();'
    $file = Join-Path $Bench.Scratch 'measure.ps1'
    Set-Content -Path $file -Value $prologue, "& {$Script} @args"
    $home_ = (New-Item -ItemType Directory -Path (Join-Path $Bench.Scratch 'home') -Force).FullName
    $program, $words = @(Get-PwshCommand)
    $start = [Diagnostics.ProcessStartInfo]::new($program)
    foreach ($argument in @($words) + @('-NoProfile', '-NonInteractive', '-File', $file) + $Arguments) { if ($argument) { $start.ArgumentList.Add($argument) } }
    $start.RedirectStandardOutput = $true
    foreach ($pair in @{
            HOME = $home_; CFFIXED_USER_HOME = $home_; USERPROFILE = $home_; XDG_CONFIG_HOME = "$home_/.config"; XDG_DATA_HOME = "$home_/.local/share"
            DIFYPS_TEST_SCRATCH = $Bench.Scratch; DIFYPS_REGISTRY = "$($Bench.Scratch)/apps.json"
            BENCH_ROOT = "$script:Root"; BENCH_SERVER = $Bench.Server; BENCH_SHORT = $Bench.Keys.short; BENCH_LONG = $Bench.Keys.long
        }.GetEnumerator()) { $start.Environment[$pair.Key] = $pair.Value }
    foreach ($name in $Bench.Keys.Keys) { $start.Environment["BENCH_KEY_$name"] = $Bench.Keys[$name] }
    $process = [Diagnostics.Process]::Start($start)
    $output = $process.StandardOutput.ReadToEnd()
    $process.WaitForExit()
    if ($process.ExitCode -ne 0) { throw "A measuring process failed: $output" }
    $output.Trim()
}

function Get-Median {
    param([double[]] $Values)
    $sorted = $Values | Sort-Object
    $sorted[[int] [Math]::Floor($sorted.Count / 2)]
}

function New-Row {
    param([string] $Measured, [string] $Unit, [double] $DifyPS, [string] $Other, [double] $Value, [string] $Target)
    [pscustomobject]@{
        Measured = $Measured; Unit = $Unit; DifyPS = '{0:0.##}' -f $DifyPS; Other = $Other
        Value = if ($Value) { '{0:0.##}' -f $Value } else { '' }; Ratio = if ($Value) { '{0:0.00}' -f ($DifyPS / $Value) } else { '' }; Target = $Target
    }
}

function Measure-LongReply {
    # Of the times, those of the last rounds count: of all by default.
    param($Bench, [int] $Rounds, [int] $Last = $Rounds)
    $lines = (Invoke-Fresh -Bench $Bench -Arguments "$Rounds" -Script {
            param([int] $Rounds)
            Import-Module $Root/DifyPS.psd1
            $null = Invoke-DifyChat short hello
            [GC]::Collect(); $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
            foreach ($round in 1..$Rounds) {
                $Watch.Restart(); $reply = Invoke-DifyChat long 'go on'; $ms = $Watch.Elapsed.TotalMilliseconds
                '{0}|{1}|{2}' -f $ms, $reply.Answer.Length, (([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB)
            }
        }) -split '\r?\n' | ForEach-Object { , ($_ -split '\|') }
    $ours = Get-Median ($lines | Select-Object -Last $Last | ForEach-Object { [double] $_[0] })
    $growth = [double] $lines[-1][2]
    $firstGrowth = [double] $lines[0][2]
    $theirs = Get-NodeTime -Bench $Bench -Rounds $Rounds -Last $Last -Characters ([int] $lines[0][1])
    $before = if ($Last -lt $Rounds) { " after $($Rounds - $Last) others" }
    New-Row "A reply of $($Bench.Events) events$before" 'ms' $ours "Node's dify-client" $theirs.Ms 'at most 1.00'
    if ($before) { return }
    New-Row "Peak memory over idle, first reply and after $Rounds" 'MiB' $firstGrowth "after $Rounds" $growth 'flat'
}

function Get-NodeTime {
    # The official Node client, installed beside the results; nothing to compare with where there is no Node.
    param($Bench, [int] $Rounds, [int] $Last, [int] $Characters)
    if (-not (Get-Command node, npm -ErrorAction Ignore)) { Write-Warning 'Node.js is not installed; the long reply is not compared.'; return @{ Ms = 0 } }
    $folder = New-Item -ItemType Directory -Force -Path (Join-Path $script:Root 'artifacts/bench-node')
    Copy-Item "$PSScriptRoot/node-stream.mjs" $folder
    Push-Location $folder
    try {
        if (-not (Test-Path node_modules/dify-client)) { $null = npm install --no-save --no-package-lock dify-client@2.3.2 2>&1 }
        $rounds_ = node node-stream.mjs $Bench.Server $Bench.Keys.long $Rounds | ForEach-Object { ConvertFrom-Json $_ }
    }
    finally { Pop-Location }
    if ($rounds_[0].characters -ne $Characters) { throw "The clients read different replies: $Characters characters and $($rounds_[0].characters)." }
    @{ Ms = Get-Median ($rounds_ | Select-Object -Last $Last | ForEach-Object ms) }
}
