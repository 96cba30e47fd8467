# Dot-sourced by every test file: the helpers, and the strictness that scripts of careful people have.
Set-StrictMode -Version Latest
foreach ($helper in 'Scratch', 'Vaults', 'Simulator', 'Command', 'Process') {
    Import-Module (Join-Path $PSScriptRoot "$helper.psm1")
}
# The vault is that of all test files; what others left in it would stand in the way of the names that this one uses.
if (Get-SecretVault -Name Store -ErrorAction Ignore -WarningAction Ignore) {
    Get-SecretInfo -Vault Store | Where-Object Name -Like 'DifyPS-*' | ForEach-Object { Remove-Secret -Name $_.Name -Vault Store }
}
