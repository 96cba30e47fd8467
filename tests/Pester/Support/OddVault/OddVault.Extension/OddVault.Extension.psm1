. (Join-Path (Split-Path $PSScriptRoot -Parent) 'Functions.ps1')
