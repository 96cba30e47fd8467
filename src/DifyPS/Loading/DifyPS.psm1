# The manifest is static and the same for both editions; which build fits is decided here. Nothing but the engine's own commands is used,
# so that the module loads in the barest host, and no more of the language than it takes, since all of it is compiled at each import.
$folder = switch ($PSVersionTable.PSEdition) {
    'Desktop' { 'net472' }
    default {
        switch -Wildcard ("$($PSVersionTable.PSVersion) $([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)") {
            # Native code is for one version of PowerShell and one platform. src/DifyPS.Precompiled adds a line for each that it is made for.
            default { 'net8.0' }
        }
    }
}
Import-Module -Name "$PSScriptRoot/$folder/DifyPS.dll" -ErrorAction Stop
