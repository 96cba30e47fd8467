# Where the vaults are: in memory, or, where $env:DIFYPS_STANDIN_FILE names one, in a file that several processes share.
# A relative name counts from the home of the user, as the real vaults do.

# One set of vaults a process, as the real ones are one set a user: every runspace sees the same.
$script:Key = 'DifyPS.StandIn.Vaults'

function New-VaultTable {
    [System.Collections.Concurrent.ConcurrentDictionary[string, object]]::new([StringComparer]::OrdinalIgnoreCase)
}

function Initialize-Vaults {
    $domain = [System.AppDomain]::CurrentDomain
    if ($null -eq $domain.GetData($script:Key)) { $domain.SetData($script:Key, (New-VaultTable)) }
    $script:Vaults = $domain.GetData($script:Key)
}

# The file is read anew for each command and held meanwhile: other processes may have written it. A process that
# is killed lets go of it, and leaves the old text or the new one. What a command gives is given when the file is
# free again: the next command of a pipeline may want it.
function Use-Vaults([scriptblock] $Work, [switch] $Change) {
    if (-not $env:DIFYPS_STANDIN_FILE) { return & $Work }
    $base = if ($env:HOME) { $env:HOME } else { $env:USERPROFILE }
    $file = [System.IO.Path]::Combine($base, $env:DIFYPS_STANDIN_FILE)
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($file))
    $lock = Enter-VaultFile "$file.lock"
    try {
        $script:Vaults = Read-VaultFile $file
        $given = @(& $Work)
        if ($Change) { Write-VaultFile $file }
    }
    finally {
        $lock.Dispose()
    }
    $given
}

function Enter-VaultFile([string] $Path) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        try {
            return [System.IO.File]::Open($Path, 'OpenOrCreate', 'ReadWrite', 'None')
        }
        catch [System.IO.IOException] {
            if ($watch.Elapsed.TotalMinutes -gt 1) { throw }
            [System.Threading.Thread]::Sleep(25)
        }
    }
}

function Read-VaultFile([string] $Path) {
    $vaults = New-VaultTable
    if (-not [System.IO.File]::Exists($Path)) { return $vaults }
    foreach ($kept in [System.Management.Automation.PSSerializer]::Deserialize([System.IO.File]::ReadAllText($Path))) {
        $secrets = New-VaultTable
        foreach ($secret in $kept.Secrets.GetEnumerator()) {
            $secrets[$secret.Key] = New-Entry $secret.Value.Value $secret.Value.Metadata
        }
        $vaults[$kept.Name] = [pscustomobject]@{
            Name = $kept.Name; ModuleName = $kept.ModuleName; IsDefault = $kept.IsDefault; VaultParameters = $kept.VaultParameters
            Locked = $kept.Locked; Secrets = $secrets
        }
    }
    $vaults
}

function Write-VaultFile([string] $Path) {
    $kept = foreach ($vault in $script:Vaults.Values) {
        $secrets = @{}
        foreach ($secret in $vault.Secrets.GetEnumerator()) {
            $metadata = @{}
            foreach ($pair in $secret.Value.Metadata.GetEnumerator()) { $metadata[$pair.Key] = $pair.Value }
            $secrets[$secret.Key] = @{ Value = $secret.Value.Value; Metadata = $metadata }
        }
        @{
            Name = $vault.Name; ModuleName = $vault.ModuleName; IsDefault = $vault.IsDefault; VaultParameters = $vault.VaultParameters
            Locked = $vault.Locked; Secrets = $secrets
        }
    }
    [System.IO.File]::WriteAllText("$Path.new", [System.Management.Automation.PSSerializer]::Serialize(@($kept), 6))
    [System.IO.File]::Move("$Path.new", $Path, $true)
}

function New-Entry([object] $Value, [System.Collections.IDictionary] $Metadata) {
    $table = [System.Collections.Generic.Dictionary[string, object]]::new()
    foreach ($pair in $Metadata.GetEnumerator()) { $table[$pair.Key] = $pair.Value }
    [pscustomobject]@{ Value = $Value; Metadata = [System.Collections.ObjectModel.ReadOnlyDictionary[string, object]]::new($table) }
}
