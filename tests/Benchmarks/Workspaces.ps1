# What is measured of a workspace with many apps: listed, bound and rotated, eight at a time, with a real SecretStore. Requests are counted at
# the server; memory is the peak over what the process held before.

function Measure-Workspace {
    param($Bench, [int] $Apps)
    $control = $Bench.Server -replace '/v1$', '/_simulator'
    $password = [guid]::NewGuid().ToString('N')
    $account = @{ email = 'ann@example.com'; password = $password; role = 'owner' }
    $null = Invoke-RestMethod -Method Post -Uri "$control/console/accounts" -ContentType 'application/json' -Body ($account | ConvertTo-Json)
    foreach ($number in 1..$Apps) {
        $null = Invoke-RestMethod -Method Post -Uri "$control/apps" -ContentType 'application/json' -Body (@{ name = "bound$number"; mode = 'chat' } | ConvertTo-Json)
    }
    $Bench.Keys['password'] = $password
    $lines = (Invoke-Fresh -Bench $Bench -Arguments "$Apps" -Script {
            param([int] $Apps)
            Import-Module $Root/DifyPS.psd1
            $control = $Server -replace '/v1$', '/_simulator'
            $credential = [pscredential]::new('ann@example.com', (ConvertTo-SecureString $env:BENCH_KEY_password -AsPlainText -Force))
            Connect-DifyWorkspace work -Server ($Server -replace '/v1$') -Credential $credential
            [GC]::Collect(); $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
            $steps = [ordered] @{
                list = { @(Get-DifyWorkspaceApp work -Name 'bound*').Count }
                bind = { Get-DifyWorkspaceApp work -Name 'bound*' | Register-DifyApp | Out-Null; @(Get-DifyApp 'bound*').Count }
                rotate = { @(Update-DifyAppKey 'bound*' -PassThru).Count }
            }
            foreach ($step in $steps.GetEnumerator()) {
                $null = Invoke-RestMethod -Method Delete -Uri "$control/requests"
                $Watch.Restart(); $done = & $step.Value; $seconds = $Watch.Elapsed.TotalSeconds
                if ($done -ne $Apps) { throw "$($step.Key): $done of $Apps" }
                $requests = (Invoke-RestMethod -Uri "$control/requests").Count
                '{0}|{1}|{2}|{3}' -f $step.Key, $seconds, $requests, (([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB)
            }
        }) -split '\r?\n' | ForEach-Object { , ($_ -split '\|') }
    foreach ($line in $lines) {
        New-Row "A workspace of $Apps apps: $($line[0])" 's' $line[1] '' 0 ''
        New-Row "Requests an app of it" 'count' ([double] $line[2] / $Apps) '' 0 $(switch ($line[0]) { 'bind' { 'at most 3' } 'rotate' { 'at most 4' } })
    }
    New-Row 'Peak memory over idle of all three' 'MiB' $lines[-1][3] '' 0 ''
}
