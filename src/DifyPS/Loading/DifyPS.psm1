# The manifest is static and the same for both editions; which build fits is decided here. Nothing but the engine's own commands is used,
# so that the module loads in the barest host, and no more of the language than it takes, since all of it is compiled at each import.
$folder = switch -Wildcard ([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription) {
    '.NET Framework *' { 'net472'; break }
    # Native code is for one version of the runtime and one platform. src/DifyPS.Precompiled adds a line for each that it is made for.
    '.NET 10.*' {
        switch ([System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier) {
            default { 'net8.0' }
        }
        break
    }
    default { 'net8.0' }
}
Import-Module -Name "$PSScriptRoot/$folder/DifyPS.dll" -ErrorAction Stop
