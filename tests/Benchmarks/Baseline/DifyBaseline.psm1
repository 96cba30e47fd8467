# The same job as Invoke-DifyChat, done the usual way: the key from the vault, the call by Invoke-RestMethod,
# the server-sent events taken apart line by line.
$script:Keys = @{}

function Invoke-BaselineChat {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string] $App, [Parameter(Mandatory)][string] $Message, [Parameter(Mandatory)][string] $Server, [string] $Vault)
    if (-not $script:Keys.ContainsKey($App)) { $script:Keys[$App] = Get-Secret -Name "DifyPS-$App" -Vault $Vault -AsPlainText }
    $body = @{ inputs = @{}; query = $Message; user = 'bench'; response_mode = 'streaming' } | ConvertTo-Json -Compress
    $text = Invoke-RestMethod -Method Post -Uri "$Server/chat-messages" -Headers @{ Authorization = "Bearer $($script:Keys[$App])" } -ContentType 'application/json' -Body $body
    $answer = [System.Text.StringBuilder]::new()
    foreach ($line in $text.Split("`n")) {
        if (-not $line.StartsWith('data:')) { continue }
        $event_ = ConvertFrom-Json $line.Substring(5)
        if ($event_.event -eq 'message') { $null = $answer.Append($event_.answer) }
    }
    [pscustomobject]@{ Answer = $answer.ToString(); App = $App }
}
