# How this PowerShell is started once more.
Set-StrictMode -Version Latest

function Get-PwshCommand {
    <#
    .SYNOPSIS
        The words that start the PowerShell of this process: pwsh itself, or dotnet and pwsh.dll, which is how a .NET tool runs.
    #>
    $program = [Environment]::ProcessPath
    $program
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        Join-Path $PSHOME 'pwsh.dll'
    }
}

function Get-PwshCommandLine {
    <# .SYNOPSIS The same as text for a shell. #>
    (@(Get-PwshCommand) | ForEach-Object { "'$_'" }) -join ' '
}

function Add-Word {
    <# .SYNOPSIS Puts a word before the ending of a file's name. #>
    param([string] $Path, [string] $Word)
    [IO.Path]::ChangeExtension($Path, ".$Word" + [IO.Path]::GetExtension($Path))
}

Export-ModuleMember -Function *-*
