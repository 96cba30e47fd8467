# What is measured of long lists and large files: items at once against PowerShell's own way, and uploads against curl.
# Each in a fresh process, which is warmed up by one call; memory is the peak over what the process held before.

function Add-BatchStage {
    # Two workflows that take their time, and an app that takes files of any size.
    param($Bench)
    $control = $Bench.Server -replace '/v1$', '/_simulator'
    $apps = @(
        @{ name = 'runs100'; mode = 'workflow'; script = @{ durationMs = 100 }; inputs = @(@{ type = 'text-input'; variable = 'topic' }) }
        @{ name = 'runs20'; mode = 'workflow'; script = @{ durationMs = 20 }; inputs = @(@{ type = 'text-input'; variable = 'topic' }) }
        @{ name = 'files'; mode = 'chat'; parameters = @{ system_parameters = @{ file_size_limit = 4096; image_file_size_limit = 10; audio_file_size_limit = 50; video_file_size_limit = 100; workflow_file_upload_limit = 10 } } }
    )
    foreach ($app in $apps) {
        $made = Invoke-RestMethod -Method Post -Uri "$control/apps" -ContentType 'application/json' -Body ($app | ConvertTo-Json -Depth 10)
        $Bench.Keys[$app.name] = $made.key
    }
    $null = Invoke-Fresh -Bench $Bench -Script {
        Import-Module $Root/DifyPS.psd1
        foreach ($app in 'runs100', 'runs20', 'files') {
            Register-DifyApp $app (ConvertTo-SecureString ([Environment]::GetEnvironmentVariable("BENCH_KEY_$app")) -AsPlainText -Force) -Server $Server -User bench
        }
    }
}

function ConvertFrom-Measure {
    # "seconds|MiB", as the measuring scripts print it.
    param([string] $Line)
    $seconds, $memory = $Line -split '\|'
    [pscustomobject]@{ Seconds = [double] $seconds; Memory = [double] $memory }
}

function Measure-List {
    # One list by the cmdlet.
    param($Bench, [string] $App, [int] $Items, [int] $AtOnce)
    ConvertFrom-Measure (Invoke-Fresh -Bench $Bench -Arguments $App, "$Items", "$AtOnce" -Script {
            param([string] $App, [int] $Items, [int] $AtOnce)
            Import-Module $Root/DifyPS.psd1
            $null = 'warm' | Invoke-DifyWorkflow $App -ThrottleLimit 2
            [GC]::Collect(); $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
            $done = 0
            $Watch.Start()
            1..$Items | ForEach-Object { "item $_" } | Invoke-DifyWorkflow $App -ThrottleLimit $AtOnce | ForEach-Object { $done++ }
            $seconds = $Watch.Elapsed.TotalSeconds
            if ($done -ne $Items) { throw "$done of $Items" }
            '{0}|{1}' -f $seconds, (([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB)
        })
}

function Measure-Parallel {
    # The same list by ForEach-Object -Parallel and blocking calls.
    param($Bench, [string] $App, [int] $Items, [int] $AtOnce)
    ConvertFrom-Measure (Invoke-Fresh -Bench $Bench -Arguments $App, "$Items", "$AtOnce" -Script {
            param([string] $App, [int] $Items, [int] $AtOnce)
            $headers = @{ Authorization = "Bearer $([Environment]::GetEnvironmentVariable("BENCH_KEY_$App"))" }
            $null = Invoke-RestMethod -Method Post -Uri "$Server/workflows/run" -Headers $headers -ContentType application/json -Body '{"inputs":{"topic":"warm"},"user":"bench","response_mode":"blocking"}'
            [GC]::Collect(); $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
            $done = 0
            $Watch.Start()
            1..$Items | ForEach-Object -ThrottleLimit $AtOnce -Parallel {
                $body = @{ inputs = @{ topic = "item $_" }; user = 'bench'; response_mode = 'blocking' } | ConvertTo-Json
                Invoke-RestMethod -Method Post -Uri "$using:Server/workflows/run" -Headers $using:headers -ContentType application/json -Body $body
            } | ForEach-Object { $done++ }
            $seconds = $Watch.Elapsed.TotalSeconds
            if ($done -ne $Items) { throw "$done of $Items" }
            '{0}|{1}' -f $seconds, (([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB)
        })
}

function Measure-Batch {
    param($Bench)
    $ours = Measure-List $Bench runs100 500 32
    $theirs = Measure-Parallel $Bench runs100 500 32
    New-Row '500 runs of 100 ms, 32 at once' 's' $ours.Seconds 'ForEach-Object -Parallel, Invoke-RestMethod' $theirs.Seconds ''
    New-Row '500 runs of 100 ms, 32 at once' 's' $ours.Seconds 'no time but that of the runs' (500 * 0.1 / 32) ''
    New-Row 'Peak memory over idle of it' 'MiB' $ours.Memory 'ForEach-Object -Parallel, Invoke-RestMethod' $theirs.Memory ''
    $many = Measure-List $Bench runs20 10000 128
    New-Row '10,000 runs of 20 ms, 128 at once' 's' $many.Seconds 'no time but that of the runs' (10000 * 0.02 / 128) ''
    New-Row 'Runs a second of it' '1/s' (10000 / $many.Seconds) '' 0 ''
    New-Row 'Peak memory over idle of it' 'MiB' $many.Memory '500 runs' $ours.Memory 'flat'
}

function Measure-Upload {
    # In turn, and the medians: the disk is not always equally fast.
    param($Bench, [int] $Rounds = 5)
    $file = Join-Path $Bench.Scratch 'large.bin'
    $stream = [IO.File]::Create($file)
    $stream.SetLength(1GB)
    $stream.Dispose()
    $hasCurl = Get-Command curl -CommandType Application -ErrorAction Ignore
    if (-not $hasCurl) { Write-Warning 'curl is not installed; the upload is not compared.' }
    $ours = [Collections.Generic.List[object]]::new()
    $theirs = [Collections.Generic.List[double]]::new()
    foreach ($round in 1..$Rounds) {
        $ours.Add((ConvertFrom-Measure (Invoke-Fresh -Bench $Bench -Arguments $file -Script $script:Upload)))
        if ($hasCurl) { $theirs.Add((Measure-Curl -Bench $Bench -File $file)) }
    }
    New-Row 'A file of 1 GiB' 's' (Get-Median $ours.Seconds) 'curl -F' ($theirs ? (Get-Median $theirs) : 0) 'at most 1.20'
    New-Row 'Peak memory over idle of it' 'MiB' (Get-Median $ours.Memory) '' 0 'flat'
}

$script:Upload = {
    param([string] $File)
    Import-Module $Root/DifyPS.psd1
    $small = [IO.Path]::ChangeExtension($File, '.small.bin')
    [IO.File]::WriteAllText($small, 'warm')
    $null = Send-DifyFile files $small
    [GC]::Collect(); $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
    $Watch.Start()
    $sent = Send-DifyFile files $File -ErrorAction Stop
    $seconds = $Watch.Elapsed.TotalSeconds
    if (-not $sent.FileId) { throw 'The file was not sent.' }
    '{0}|{1}' -f $seconds, (([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB)
}

function Measure-Curl {
    # The key goes in by standard input, since a command line can be read by others.
    param($Bench, [string] $File)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $status = "header = `"Authorization: Bearer $($Bench.Keys.files)`"" |
        curl --config - --silent --output ([IO.Path]::Combine($Bench.Scratch, 'curl.json')) --write-out '%{http_code}' -F user=bench -F "file=@$File" "$($Bench.Server)/files/upload"
    if ($status -ne '201') { throw "curl got $status." }
    $watch.Elapsed.TotalSeconds
}
