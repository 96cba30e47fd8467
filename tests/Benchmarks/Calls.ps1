# What a single call costs: the methods that the runtime compiles for it, its time in a fresh process, and its time once it is warm.

# Each way to have the same answer: how it gets ready, and its call.
$script:Ways = [ordered]@{
    DifyPS     = @{
        Import = 'Import-Module $Root/DifyPS.psd1'
        Call   = '$null = Invoke-DifyChat short hello'
    }
    Script     = @{
        Import = 'Import-Module $Root/tests/Benchmarks/Baseline/DifyBaseline.psd1'
        Call   = '$null = Invoke-BaselineChat short hello -Server $Server -Vault Bench'
    }
    RestMethod = @{
        Import = '$Body = ''{"inputs":{},"query":"hello","user":"bench","response_mode":"streaming"}''; $Headers = @{ Authorization = "Bearer $ShortKey" }'
        Call   = '$null = Invoke-RestMethod -Method Post -Uri "$Server/chat-messages" -Headers $Headers -ContentType application/json -Body $Body'
    }
    HttpClient = @{
        Import = @'
$Http = [Net.Http.HttpClient]::new()
$Http.DefaultRequestHeaders.Authorization = [Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $ShortKey)
$Content = '{"inputs":{},"query":"hello","user":"bench","response_mode":"streaming"}'
'@
        Call   = @'
$Response = $Http.PostAsync("$Server/chat-messages", [Net.Http.StringContent]::new($Content, [Text.Encoding]::UTF8, 'application/json')).GetAwaiter().GetResult()
$null = $Response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
'@
    }
    # What a call that reads its key from a vault cannot be without.
    Secret     = @{
        Import = 'Import-Module Microsoft.PowerShell.SecretManagement'
        Call   = '$null = Get-Secret -Name DifyPS-short -Vault Bench'
    }
}

$script:Names = @{
    Script = 'script module, same vault'; RestMethod = 'Invoke-RestMethod alone'; HttpClient = 'bare HttpClient'; Secret = 'SecretManagement and Get-Secret alone'
}

function Measure-Methods {
    # PowerShell compiles things of its own in the background at times, and never less than it needs: the least of the runs counts.
    param($Bench, [int] $Runs)
    $counts = @{}
    foreach ($name in $script:Ways.Keys) {
        $way = $script:Ways[$name]
        $script = [scriptblock]::Create(@"
`$Count = { [Runtime.JitInfo]::GetCompiledMethodCount(`$false) }
`$null = & `$Count; `$null = & `$Count
`$Before = & `$Count
. { $($way.Import) }
`$Between = & `$Count
. { $($way.Call) }
`$After = & `$Count
"`$(`$Between - `$Before) `$(`$After - `$Between)"
"@)
        $all = foreach ($run in 1..$Runs) {
            $import, $call = -split (Invoke-Fresh -Bench $Bench -Script $script)
            [pscustomobject]@{ Import = [int] $import; Call = [int] $call; Both = [int] $import + [int] $call }
        }
        $counts[$name] = $all | Sort-Object Both | Select-Object -First 1
    }

    New-Row 'Methods compiled by the import' '' $counts.DifyPS.Import $script:Names.Script $counts.Script.Import ''
    foreach ($name in $script:Names.Keys | Sort-Object { $counts[$_].Call } -Descending) {
        New-Row 'Methods compiled by the first call' '' $counts.DifyPS.Call $script:Names[$name] $counts[$name].Call ''
    }
}

function Measure-FirstCall {
    param($Bench, [int] $Runs)
    $times = @{ DifyPS = @(); Script = @() }
    foreach ($run in 1..$Runs) {
        # In turn, so that a machine that slows down slows them both.
        foreach ($name in 'DifyPS', 'Script') {
            $way = $script:Ways[$name]
            $script = [scriptblock]::Create(@"
`$Watch.Start()
. { $($way.Import) }
`$Between = `$Watch.Elapsed.TotalMilliseconds
. { $($way.Call) }
`$After = `$Watch.Elapsed.TotalMilliseconds
"`$(`$Between) `$(`$After - `$Between) `$(`$After)"
"@)
            $import, $call, $both = -split (Invoke-Fresh -Bench $Bench -Script $script)
            $times[$name] += [pscustomobject]@{ Import = [double] $import; Call = [double] $call; Both = [double] $both }
        }
    }

    foreach ($part in @{ Part = 'Import'; Title = 'Import in a fresh process'; Target = 'at most 1.00' },
        @{ Part = 'Call'; Title = 'First call in a fresh process'; Target = 'at most 0.90' },
        @{ Part = 'Both'; Title = 'Import and first call'; Target = 'at most 0.90' }) {
        New-Row $part.Title 'ms' (Get-Median $times.DifyPS.($part.Part)) $script:Names.Script (Get-Median $times.Script.($part.Part)) $part.Target
    }
}

function Measure-WarmCall {
    # The runtime compiles what is called often anew: after a few thousand calls the times are those of a long session.
    param($Bench, [int] $Calls, [int] $Before = 50)
    $names = 'DifyPS', 'Script', 'RestMethod', 'HttpClient'
    $script = [scriptblock]::Create(@"
param([int] `$Calls, [int] `$Before)
$(($names | ForEach-Object { $script:Ways[$_].Import }) -join "`n")
`$Ways = [ordered]@{
$(($names | ForEach-Object { "$_ = { $($script:Ways[$_].Call) }" }) -join "`n")
}
`$Times = @{}
foreach (`$Name in `$Ways.Keys) { `$Times[`$Name] = [Collections.Generic.List[double]]::new(); foreach (`$i in 1..`$Before) { & `$Ways[`$Name] } }
# In turn, so that a machine that slows down slows them all.
foreach (`$i in 1..`$Calls) {
    foreach (`$Name in `$Ways.Keys) { `$Watch.Restart(); & `$Ways[`$Name]; `$Times[`$Name].Add(`$Watch.Elapsed.TotalMilliseconds) }
}
foreach (`$Name in `$Ways.Keys) { `$Sorted = `$Times[`$Name] | Sort-Object; '{0}={1}' -f `$Name, `$Sorted[[int] (`$Sorted.Count / 2)] }
"@)
    $median = @{}
    foreach ($line in (Invoke-Fresh -Bench $Bench -Script $script -Arguments "$Calls", "$Before") -split '\r?\n') {
        $name, $value = $line -split '='
        $median[$name] = [double] $value
    }
    foreach ($other in @{ Name = 'RestMethod'; Title = 'Invoke-RestMethod, same process'; Target = 'at most 0.60' },
        @{ Name = 'Script'; Title = 'script module, same process'; Target = '' },
        @{ Name = 'HttpClient'; Title = 'bare HttpClient, same process'; Target = '' }) {
        New-Row "Invoke-DifyChat after $Before calls, median" 'ms' $median.DifyPS $other.Title $median[$other.Name] $other.Target
    }
}
