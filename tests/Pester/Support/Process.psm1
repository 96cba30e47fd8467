# Other pwsh processes: started side by side, waited for with a limit, killed when that is the test.
Set-StrictMode -Version Latest

$script:number = 0

# The suite ends what a test that failed has left, by its id. All test files load this module; the list is that of the first.
if (-not (Get-Variable DifyPSTestProcesses -Scope Global -ErrorAction Ignore)) {
    $global:DifyPSTestProcesses = [Collections.Generic.List[Diagnostics.Process]]::new()
}

function Start-Pwsh {
    <#
    .SYNOPSIS
        Starts the script in a pwsh without a prompt and without input, with the module imported.
    .DESCRIPTION
        The script and what it writes lie in the scratch folder, where the last test looks for keys: scripts
        get keys by the path of a file made by New-KeyFile, not in their text or arguments.
    #>
    param(
        [scriptblock] $Script,
        [string[]] $ArgumentList = @(),
        [hashtable] $Environment = @{},

        # Another program that starts pwsh, with its arguments.
        [string[]] $Launcher = @(),

        # Leave importing to the script.
        [switch] $Bare,

        # Start pwsh as somebody does who forgot -NonInteractive; input has ended all the same.
        [switch] $MayAsk
    )
    $script:number++
    $file = Join-Path (Get-ScratchPath) 'work' ('process-{0:d3}.ps1' -f $script:number)
    $import = if ($Bare) { '' } else { "Import-Module '$(Get-ManifestPath)'" }
    Set-Content -LiteralPath $file -Value $import, "& {$Script} @args"
    $manner = if ($MayAsk) { @('-NoProfile') } else { '-NoProfile', '-NonInteractive' }
    $command = $Launcher + @(Get-PwshCommand) + $manner + @('-File', $file) + $ArgumentList
    $start = [Diagnostics.ProcessStartInfo]::new($command[0])
    $command | Select-Object -Skip 1 | ForEach-Object { $start.ArgumentList.Add($_) }
    $Environment.GetEnumerator() | ForEach-Object { $start.Environment[$_.Key] = $_.Value }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    $global:DifyPSTestProcesses.Add($process)
    $process.StandardInput.Close()
    [pscustomobject] @{
        Process = $process
        File    = $file
        Watch   = [Diagnostics.Stopwatch]::StartNew()
        Errors  = $process.StandardError.ReadToEndAsync()
        Output  = $null
    }
}

function Wait-PwshLine {
    <# .SYNOPSIS Waits for the next line that the process writes: how it says that it has come to a point. #>
    param([psobject] $Started, [int] $Seconds = 270)
    $line = $Started.Process.StandardOutput.ReadLineAsync()
    if (-not $line.Wait([timespan]::FromSeconds($Seconds))) {
        $Started.Process.Kill($true)
        throw "$($Started.File) wrote no line within $Seconds s."
    }
    $line.Result
}

function Wait-Pwsh {
    <# .SYNOPSIS Gives exit code, output and errors of processes that were started. One that takes too long is killed, and that is an error. #>
    param([Parameter(ValueFromPipeline)] [psobject] $Started, [int] $Seconds = 270)
    begin {
        $all = [Collections.Generic.List[psobject]]::new()
    }
    process {
        # All are read from at once: a full pipe would hold a process up.
        $Started.Output = $Started.Process.StandardOutput.ReadToEndAsync()
        $all.Add($Started)
    }
    end {
        foreach ($one in $all) {
            $inTime = $one.Process.WaitForExit([Math]::Max(0, $Seconds * 1000 - $one.Watch.ElapsedMilliseconds))
            if (-not $inTime) {
                $one.Process.Kill($true)
                $one.Process.WaitForExit()
            }
            # pwsh colours errors even when they go to a file, and XML cannot hold what colours are made of.
            $result = [pscustomobject] @{
                ExitCode = $one.Process.ExitCode
                Output   = Remove-Colour $one.Output.Result
                Errors   = Remove-Colour $one.Errors.Result
                Coloured = $one.Output.Result.Contains([char] 27)
            }
            $one.Process.Dispose()
            Set-Content -LiteralPath ($one.File -replace 'ps1$', 'txt') -Value $result.Output, $result.Errors
            if (-not $inTime) {
                throw "$($one.File) did not end within $Seconds s. It wrote: $($result.Output) $($result.Errors)"
            }
            $result
        }
    }
}

function Remove-Colour {
    <# .SYNOPSIS The text alone, without what terminals make colours of. #>
    param([string] $Text)
    [Management.Automation.Internal.StringDecorated]::new($Text).ToString('PlainText').Trim()
}

function Invoke-Pwsh {
    <# .SYNOPSIS Starts one process and waits for it. #>
    param(
        [scriptblock] $Script,
        [string[]] $ArgumentList = @(),
        [hashtable] $Environment = @{},
        [string[]] $Launcher = @(),
        [switch] $Bare,
        [switch] $MayAsk,
        [int] $Seconds = 270
    )
    $null = $PSBoundParameters.Remove('Seconds')
    Start-Pwsh @PSBoundParameters | Wait-Pwsh -Seconds $Seconds
}

function Stop-Pwsh {
    <# .SYNOPSIS Kills it as a power cut would: nothing of its own runs any more. #>
    param([psobject] $Started)
    $Started.Process.Kill()
    $Started.Process.WaitForExit()
    $Started.Process.Dispose()
}

function Stop-LeftPwsh {
    <# .SYNOPSIS Ends the processes that tests started and did not wait for, with all that they started. #>
    foreach ($process in $global:DifyPSTestProcesses) {
        # One that was waited for is disposed of.
        try { if (-not $process.HasExited) { $process.Kill($true) } } catch [InvalidOperationException] { }
    }
    $global:DifyPSTestProcesses.Clear()
}

Export-ModuleMember -Function *-*
