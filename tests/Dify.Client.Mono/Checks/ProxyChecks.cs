using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Mono.Checks;

/// <summary>A proxy that refuses the password it is given; it is on the way to one host, so that no other check meets it.</summary>
internal static class ProxyChecks
{
    private const string Host = "behind-the-proxy.invalid";
    private const string Password = "pw-Hunter22/+";

    private static readonly TcpListener Listener = new(IPAddress.Loopback, 0);
    private static int _given;

    /// <summary>Sets the process's proxy, which is looked at when the first connection is made.</summary>
    public static void Prepare()
    {
        Listener.Start();
        var address = $"http://bob:{Uri.EscapeDataString(Password)}@127.0.0.1:{((IPEndPoint)Listener.LocalEndpoint).Port}";
        WebRequest.DefaultWebProxy = new OneHostsProxy(new Uri(address));

        // Mono's handler looks here, and .NET Framework's there.
        Environment.SetEnvironmentVariable("https_proxy", address);
        Environment.SetEnvironmentVariable("no_proxy", "no-such-host.invalid");
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public static void Add(CheckList list, Stage stage) =>
        list.Add("A wrong password is given to a proxy once, and told nowhere", async () =>
        {
            for (var time = 0; time < 2; time++)
            {
                var error = await stage.FailsAsync<DifyConnectionException>(DifyConnectionException.ProxyFailed, () =>
                    stage.Client("chat", server: "https://" + Host).Apps.GetInfoAsync()
                );
                stage.True(error.Message.Contains("refused the user and the password"), "The message is " + error.Message);
                stage.True(!Uri.UnescapeDataString(error.ToString()).Contains("Hunter22"), "The password is told: " + error);
            }

            stage.Same(1, Volatile.Read(ref _given), "How often the password was given");
        });

    private static void Serve()
    {
        while (true)
        {
            var client = Listener.AcceptTcpClient();
            ThreadPool.QueueUserWorkItem(_ => Refuse(client));
        }
    }

    private static void Refuse(TcpClient client)
    {
        try
        {
            var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase))
                    Interlocked.Increment(ref _given);

                if (line.Length == 0)
                {
                    var answer = Encoding.ASCII.GetBytes(
                        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
                    );
                    client.GetStream().Write(answer, 0, answer.Length);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private sealed class OneHostsProxy(Uri address) : IWebProxy
    {
        public ICredentials? Credentials { get; set; } = new NetworkCredential("bob", Password);

        public Uri GetProxy(Uri destination) => IsBypassed(destination) ? destination : address;

        public bool IsBypassed(Uri host) => host.Host != Host;
    }
}
