using System;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Rest;
using Dify.Client.Streaming;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Runs.Rest;

/// <summary>One raw call: JSON becomes objects, a stream its events, text a string; a file takes whatever comes.</summary>
internal sealed class RestRun
{
    private readonly PipelineContext _context;
    private readonly AppBinding _binding;
    private readonly RestRequest _request;
    private readonly ExportFile? _outFile;
    private readonly TimeSpan _timeout;

    public RestRun(PipelineContext context, AppBinding binding, RestRequest request, ExportFile? outFile, TimeSpan timeout)
    {
        _context = context;
        _binding = binding;
        _request = request;
        _outFile = outFile;
        _timeout = timeout;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var client = await _context.Connector.ConnectAsync(_binding, cancellationToken, _timeout).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_timeout);
        try
        {
            using var response = await client.Rest.SendAsync(_request, limit.Token).ConfigureAwait(false);
            if (_outFile is not null)
                await _outFile.WriteAsync(file => response.Stream.CopyToAsync(file, 81920, limit.Token)).ConfigureAwait(false);
            else
                await WriteAsync(response, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DifyCommandException(
                "RequestTimeout",
                ErrorCategory.OperationTimeout,
                Strings.FormatRestTimeout(
                    _binding.Name,
                    _request.Method,
                    _request.Path,
                    _timeout.TotalSeconds.ToString("0", CultureInfo.CurrentCulture)
                ),
                Strings.GiveItLonger,
                _binding.Name
            );
        }
    }

    private async Task WriteAsync(RestResponse response, CancellationToken cancellationToken)
    {
        var type = response.ContentType ?? string.Empty;
        if (Is(type, "text/event-stream"))
        {
            await foreach (var e in response.ReadEventsAsync(cancellationToken).ConfigureAwait(false))
                _context.WriteObject(PowerShellValues.FromJson(e.Json));
        }
        else if (Is(type, "json"))
        {
            var json = PowerShellValues.FromJson(await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false));
            _context.WriteObjects(json);
        }
        else if (Is(type, "text/") || Is(type, "xml"))
        {
            var text = await response.ReadTextAsync(cancellationToken).ConfigureAwait(false);
            if (text.Length > 0)
                _context.WriteObject(text);
        }
        else if (type.Length > 0)
        {
            throw new DifyCommandException(
                "OutFileRequired", ErrorCategory.InvalidType,
                Strings.FormatRestNotText(_binding.Name, _request.Method, _request.Path, type),
                Strings.RestNotTextAction, _binding.Name);
        }
    }

    private static bool Is(string contentType, string kind) => contentType.IndexOf(kind, StringComparison.OrdinalIgnoreCase) >= 0;
}
