# The manifest is static and the same for both editions; which build fits is decided here. Nothing but the
# engine's own commands is used, so that the module loads in the barest host.
$framework = if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' }
Import-Module -Name "$PSScriptRoot/$framework/DifyPS.dll" -ErrorAction Stop
