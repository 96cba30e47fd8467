<#
.SYNOPSIS
    Compiles the pages of a culture to what Get-Help reads: MAML for the cmdlets, text for the about_ topics.
.DESCRIPTION
    Needs the module Microsoft.PowerShell.PlatyPS. The results lie beside the pages and are committed, so
    that a build without PlatyPS ships them.
.OUTPUTS
    The files that were written.
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    # The folder with the pages.
    [string] $Path = (Join-Path $PSScriptRoot 'en-US')
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$utf8 = New-Object System.Text.UTF8Encoding $false
$namespaces = @{
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
}

function Select-Node($Within, [string] $XPath) {
    , @(Select-Xml -Xml $Within -XPath $XPath -Namespace $namespaces | ForEach-Object { $_.Node })
}

# PlatyPS leaves an example as the Markdown it was, fences included, with a control character where a
# blank line is to be. MAML has places of their own for code and for the words about it.
function Format-Example([xml] $Help) {
    foreach ($example in (Select-Node $Help '//command:example')) {
        $remarks = Select-Node $example 'dev:remarks'
        foreach ($paragraph in (Select-Node $example 'maml:introduction/maml:para')) {
            [void] $paragraph.ParentNode.RemoveChild($paragraph)
            if ($paragraph.InnerText -match '(?s)^\s*```[^\r\n]*\r?\n(?<code>.*?)\r?\n```\s*$') {
                (Select-Node $example 'dev:code')[0].InnerText = $Matches['code']
            }
            elseif ($paragraph.InnerText.Trim([char] 0x80, ' ', "`r", "`n").Length -gt 0) {
                [void] $remarks[0].AppendChild($paragraph)
            }
        }
        # Get-Help puts nothing between two examples by itself.
        [void] $remarks[0].AppendChild($Help.CreateElement('maml', 'para', $namespaces['maml']))
    }
}

# Get-Help breaks a line that is too long in the middle of a word, and shows Markdown as it stands. So text is
# wrapped here, for a window of 80 columns at the deepest indent that Get-Help has, and loses the marks of code.
function Format-Text([xml] $Help) {
    foreach ($paragraph in (Select-Node $Help '//maml:para')) {
        $lines = New-Object System.Collections.Generic.List[string]
        $block = New-Object System.Collections.Generic.List[string]
        foreach ($line in @($paragraph.InnerText -split '\r?\n') + '') {
            if ($line.Trim().Length -eq 0 -or $line -match '^(- |\|)') {
                if ($block.Count -gt 0) { $lines.AddRange([string[]] (Split-Line ($block -join ' '))) }
                $block.Clear()
            }
            if ($line -match '^\|') { $lines.Add($line) }
            elseif ($line.Trim().Length -gt 0) { $block.Add($line.Trim()) }
            elseif ($lines.Count -gt 0 -and $lines[$lines.Count - 1].Length -gt 0) { $lines.Add('') }
        }
        $paragraph.InnerText = ($lines -join "`n").TrimEnd()
    }
}

function Split-Line([string] $Text) {
    $width = 72
    $later = if ($Text.StartsWith('- ')) { '  ' } else { '' }
    $line = ''
    foreach ($word in ($Text -replace '`' -split '\s+')) {
        if ($line.Trim().Length -eq 0) { $line += $word }
        elseif ($line.Length + 1 + $word.Length -le $width) { $line += " $word" }
        else {
            $line
            $line = $later + $word
        }
    }
    $line
}

# Types as people write them, and as the syntax above the parameters has them.
function Format-Type([xml] $Help) {
    $short = @{ String = 'string'; Int32 = 'int'; Double = 'double'; Object = 'object'; SecureString = 'securestring'; PSObject = 'psobject'; Uri = 'uri' }
    foreach ($value in (Select-Node $Help '//command:parameters/command:parameter/command:parameterValue')) {
        $value.InnerText = [regex]::Replace($value.InnerText, '(?:\w+\.)*(\w+)', {
            param($match)
            $name = $match.Groups[1].Value
            if ($short.ContainsKey($name)) { $short[$name] } else { $name }
        })
    }
}

# PlatyPS leaves the default values in the pages.
function Add-DefaultValue([xml] $Help, $Commands) {
    foreach ($command in $Commands) {
        foreach ($parameter in @($command.Parameters | Where-Object { $_.DefaultValue })) {
            $where = "//command:command[command:details/command:name='$($command.Title)']" +
                "/command:parameters/command:parameter[maml:name='$($parameter.Name)']"
            foreach ($node in (Select-Node $Help $where)) {
                $default = $Help.CreateElement('dev', 'defaultValue', $namespaces['dev'])
                $default.InnerText = $parameter.DefaultValue
                [void] $node.AppendChild($default)
            }
        }
    }
}

# Files beside each other in the repository are no addresses for somebody at a prompt.
function Format-Link([xml] $Help) {
    foreach ($link in (Select-Node $Help '//maml:navigationLink')) {
        $uri = (Select-Node $link 'maml:uri')[0]
        if ((Select-Node $link 'maml:linkText')[0].InnerText -eq 'Online Version' -and -not $uri.InnerText) {
            [void] $link.ParentNode.RemoveChild($link)
        }
        elseif ($uri.InnerText -like '*.md') {
            $uri.InnerText = ''
        }
    }
}

function Save-Text([string] $Text, [string] $File) {
    [System.IO.File]::WriteAllText($File, ($Text -replace "`r`n", "`n"), $utf8)
    Get-Item -LiteralPath $File
}

$Path = (Resolve-Path -LiteralPath $Path).ProviderPath
$pages = @(Get-ChildItem -LiteralPath $Path -Filter '*-*.md' | Sort-Object Name)
foreach ($page in $pages) {
    if (-not (Test-MarkdownCommandHelp -Path $page.FullName)) {
        throw "$($page.Name) is not a page that PlatyPS understands. See: Test-MarkdownCommandHelp '$($page.FullName)' -DetailView"
    }
}

$work = Join-Path ([System.IO.Path]::GetTempPath()) ('DifyPS.Help.' + [guid]::NewGuid().ToString('N'))
try {
    $commands = Import-MarkdownCommandHelp -Path $pages.FullName
    foreach ($file in @(Export-MamlCommandHelp -CommandHelp $commands -OutputFolder $work)) {
        $help = New-Object System.Xml.XmlDocument
        $help.Load($file.FullName)
        Format-Example $help
        Format-Text $help
        Format-Type $help
        Format-Link $help
        Add-DefaultValue $help $commands
        $text = New-Object System.IO.StringWriter
        $settings = New-Object System.Xml.XmlWriterSettings
        $settings.Indent = $true
        $settings.OmitXmlDeclaration = $true
        $settings.NewLineChars = "`n"
        $writer = [System.Xml.XmlWriter]::Create($text, $settings)
        $help.Save($writer)
        $writer.Dispose()
        Save-Text ("<?xml version=`"1.0`" encoding=`"utf-8`"?>`n" + $text.ToString().TrimEnd() + "`n") (Join-Path $Path $file.Name)
    }
}
finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -LiteralPath $work -Recurse -Force }
}

foreach ($page in @(Get-ChildItem -LiteralPath $Path -Filter 'about_*.md')) {
    Save-Text (& (Join-Path $PSScriptRoot 'ConvertTo-AboutTopic.ps1') -Path $page.FullName) (Join-Path $Path ($page.BaseName + '.help.txt'))
}
