<#
.SYNOPSIS
    Makes the plain text that Get-Help shows for an about_ topic out of its Markdown page.
.DESCRIPTION
    Understands what these pages use: headings, paragraphs, lists of one level, numbered paragraphs, fenced code, links, and
    `code` and *stress* within a line. Lines are at most 78 characters long, code excepted.
.OUTPUTS
    The text, with LF line ends.
#>
[CmdletBinding()]
[OutputType([string])]
param(
    # The Markdown page.
    [Parameter(Mandatory = $true)]
    [string] $Path
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$width = 78
$topic = New-Object System.Collections.Generic.List[string]
$paragraph = New-Object System.Collections.Generic.List[string]

# Plain text has no use for the marks around words and for the addresses of links.
function ConvertTo-PlainText([string] $Text) {
    $Text = $Text -replace '\[([^\]]+)\]\([^)]*\)', '$1'
    $Text = $Text -replace '(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])', '$1'
    $Text -replace '`', ''
}

# Writes the lines gathered so far as one paragraph; a list item's later lines stand under its text.
function Complete-Paragraph {
    if ($paragraph.Count -eq 0) { return }
    $text = ConvertTo-PlainText ($paragraph -join ' ')
    $paragraph.Clear()
    $first = '    '
    $later = $first
    if ($text.StartsWith('- ')) { $later = '      ' }
    elseif ($text -match '^\d+\. ') { $later = '       ' }
    $line = $first
    foreach ($word in ($text -split '\s+')) {
        if ($line.Trim().Length -eq 0) { $line += $word }
        elseif ($line.Length + 1 + $word.Length -le $width) { $line += " $word" }
        else {
            $topic.Add($line)
            $line = $later + $word
        }
    }
    $topic.Add($line)
}

function Add-Blank {
    if ($topic.Count -gt 0 -and $topic[$topic.Count - 1].Length -gt 0) { $topic.Add('') }
}

$inFrontMatter = $false
$inCode = $false
$lines = [System.IO.File]::ReadAllLines($Path, [System.Text.Encoding]::UTF8)
for ($i = 0; $i -lt $lines.Count; $i++) {
    $line = $lines[$i]
    if ($line -eq '---' -and ($i -eq 0 -or $inFrontMatter)) {
        $inFrontMatter = $i -eq 0
    }
    elseif ($inFrontMatter) {
        continue
    }
    elseif ($line.StartsWith('```')) {
        Complete-Paragraph
        Add-Blank
        $inCode = -not $inCode
    }
    elseif ($inCode) {
        $topic.Add(('      ' + $line).TrimEnd())
    }
    elseif ($line -match '^(#+)\s+(.+)$') {
        Complete-Paragraph
        Add-Blank
        switch ($Matches[1].Length) {
            1 { $topic.Add('TOPIC'); $topic.Add('    ' + $Matches[2]) }
            2 { $topic.Add($Matches[2].ToUpperInvariant()) }
            default { $topic.Add('  ' + $Matches[2]) }
        }
    }
    elseif ($line.Trim().Length -eq 0) {
        Complete-Paragraph
        # A heading stands right above its text.
        if ($topic.Count -gt 0 -and $topic[$topic.Count - 1].StartsWith('    ')) { Add-Blank }
    }
    else {
        if ($line.StartsWith('- ')) { Complete-Paragraph }
        $paragraph.Add($line.Trim())
    }
}
Complete-Paragraph

(($topic -join "`n").TrimEnd() + "`n")
