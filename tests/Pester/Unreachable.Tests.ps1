# What is wrong on the way to a server, as a person at the prompt reads it: the reason, host and port, and what to do.
BeforeAll {
    . "$PSScriptRoot/Support/Load.ps1"
    $folder = Use-NewRegistry 'unreachable'
    $keyFile = New-KeyFile $folder (Add-SimulatedApp 'FarCat')

    # A server of one thread: takes connections until it is stopped, and plays one part.
    function Start-Listener {
        param([scriptblock] $Play, [object] $With)
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $shell = [powershell]::Create().AddScript({
                param($Listener, $Play, $With)
                while ($true) {
                    try { $client = $Listener.AcceptTcpClient() } catch { return }
                    try { & ([scriptblock]::Create($Play)) $client.GetStream() $With } catch { $null = $_ }
                    $client.Dispose()
                }
            }).AddArgument($listener).AddArgument("$Play").AddArgument($With)
        $null = $shell.BeginInvoke()
        $started.Add($listener)
        $listener.LocalEndpoint.Port
    }
    $started = [Collections.Generic.List[object]]::new()

    function New-Certificate {
        param([string] $Name, [int] $From, [int] $To)
        $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new("CN=$Name", $key, 'SHA256')
        $names = [Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddDnsName($Name)
        $request.CertificateExtensions.Add($names.Build())
        $made = $request.CreateSelfSigned([datetimeoffset]::Now.AddDays($From), [datetimeoffset]::Now.AddDays($To))
        [Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pkcs12'))
    }

    $tls = {
        param($Stream, $Certificate)
        $secure = [Net.Security.SslStream]::new($Stream)
        $secure.AuthenticateAsServer($Certificate)
    }

    # What is on the screen, on one line, without colours and the decoration of the view.
    function Show-Registering {
        param([string] $Server, [hashtable] $Environment = @{})
        $run = Invoke-Pwsh -Environment $Environment -ArgumentList $keyFile, $Server -Script {
            param($KeyFile, $Server)
            Import-Csv $KeyFile | Register-DifyApp -Server $Server 2>&1 | Out-String -Width 1000
            $Error[0].FullyQualifiedErrorId.Split(',')[0]
        }
        $run.Errors | Should -BeNullOrEmpty
        (Remove-Colour $run.Output) -replace '\s+\|?\s*', ' '
    }
}

AfterAll {
    foreach ($listener in $started) {
        $listener.Stop()
    }
}

Describe 'A server that cannot be reached' {
    It 'has a name that nobody knows' {
        Show-Registering 'https://no-such-host.invalid' | Should -Match 'no-such-host\.invalid:443 cannot be reached: no address .*\(DNS\)\. .*Recommendation: .*DNS.* HostNotFound'
    }

    It 'refuses the connection' {
        $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        Show-Registering "http://127.0.0.1:$port" | Should -Match "127\.0\.0\.1:$port refused the connection.*Recommendation: .*port.* ConnectionRefused"
    }

    It 'has a certificate that <problem>' -ForEach @(
        @{ problem = 'nobody trusts'; name = 'localhost'; from = -1; to = 1; says = 'nobody whom this machine trusts' }
        @{ problem = 'has expired'; name = 'localhost'; from = -9; to = -1; says = 'has expired' }
    ) {
        $port = Start-Listener -Play $tls -With (New-Certificate $name $from $to)
        Show-Registering "https://localhost:$port" | Should -Match "certificate of localhost:$port was rejected.*$says.*Recommendation: .*certificate.* CertificateRejected"
    }

    It 'has a certificate for another name' -Skip:(-not $IsLinux) {
        $certificate = New-Certificate 'elsewhere.test' -1 1
        $trusted = Join-Path $folder 'trusted.pem'
        Set-Content $trusted $certificate.ExportCertificatePem()
        $port = Start-Listener -Play $tls -With $certificate
        Show-Registering "https://localhost:$port" -Environment @{ SSL_CERT_FILE = $trusted } |
            Should -Match "certificate of localhost:$port was rejected.*made for another name than localhost.* CertificateRejected"
    }

    It 'does not speak https' {
        $port = Start-Listener -Play { param($Stream) $Stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 400 Bad Request`r`n`r`n")); $Stream.Read([byte[]]::new(900)) }
        Show-Registering "https://localhost:$port" | Should -Match "No encrypted connection to localhost:$port .*Recommendation: .*https.* EncryptionFailed"
    }

    It 'is behind a proxy that refuses' {
        $port = Start-Listener -Play {
            param($Stream)
            $null = $Stream.Read([byte[]]::new(2000))
            $Stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 403 Forbidden`r`nContent-Length: 0`r`n`r`n"))
        }
        Show-Registering 'https://dify.invalid' -Environment @{ HTTPS_PROXY = "http://127.0.0.1:$port"; NO_PROXY = '' } |
            Should -Match "The proxy 127\.0\.0\.1:$port does not open the way to dify\.invalid:443.*403.*Recommendation: .*NO_PROXY.* ProxyFailed"
    }

    It 'is behind a proxy that refuses the password, which is given once and told nowhere' {
        $heads = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $port = Start-Listener -With $heads -Play {
            param($Stream, $Heads)
            $buffer = [byte[]]::new(4000)
            while (($count = $Stream.Read($buffer)) -gt 0) {
                $Heads.Enqueue([Text.Encoding]::ASCII.GetString($buffer, 0, $count))
                $Stream.Write([Text.Encoding]::ASCII.GetBytes("HTTP/1.1 407 No`r`nProxy-Authenticate: Basic realm=`"bob:pw-Hunter22`"`r`nContent-Length: 0`r`n`r`n"))
            }
        }
        $shown = Show-Registering 'https://dify.invalid' -Environment @{ HTTPS_PROXY = "http://bob:pw-Hunter22@127.0.0.1:$port"; NO_PROXY = '' }
        $shown | Should -Match "The proxy 127\.0\.0\.1:$port .*refused the user and the password.*Recommendation: .*HTTPS_PROXY.* ProxyFailed"
        $shown | Should -Not -Match 'Hunter22'
        @($heads -match 'Proxy-Authorization').Count | Should -Be 1
    }

    It 'is behind a proxy that is not there' {
        Show-Registering 'https://dify.invalid' -Environment @{ HTTPS_PROXY = 'http://no-such-proxy.invalid:3128'; NO_PROXY = '' } |
            Should -Match 'dify\.invalid:443 cannot be reached through the proxy no-such-proxy\.invalid:3128.*Recommendation: .*NO_PROXY.* ProxyFailed'
    }
}
