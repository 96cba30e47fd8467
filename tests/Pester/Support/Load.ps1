# Dot-sourced by every test file: the helpers, and the strictness that scripts of careful people have.
Set-StrictMode -Version Latest
foreach ($helper in 'Scratch', 'Simulator', 'Process') {
    Import-Module (Join-Path $PSScriptRoot "$helper.psm1")
}
