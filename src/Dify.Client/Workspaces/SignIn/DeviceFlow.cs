using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>The device flow (RFC 8628): somebody allows in their browser what asks here.</summary>
internal static class DeviceFlow
{
    // Servers take the ids on their list, and this one is what the list has unless somebody changed it.
    private const string ClientId = "difyctl";

    private const int MostFailures = 5;

    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(15);

    public static async Task<DeviceCode> BeginAsync(HttpTransport transport, string label, CancellationToken cancellationToken)
    {
        var call = new ApiRequest(HttpMethod.Post, "/oauth/device/code")
        {
            Content = ConsoleBody.Of(
                new DeviceCodeBody { ClientId = ClientId, DeviceLabel = label },
                SignInRequestJson.Default.DeviceCodeBody
            ),
            IsOpen = true,
            IsRepeatable = true,
            HidesAnswer = true,
        };
        try
        {
            var answer = await transport.SendAsync(call, SignInJson.Default.DeviceCodeAnswer, cancellationToken).ConfigureAwait(false);
            if (
                answer is not { DeviceCode: { Length: > 0 } code, UserCode: { Length: > 0 } user }
                || !Uri.TryCreate(answer.VerificationUri, UriKind.Absolute, out var address)
                || address.Scheme is not ("https" or "http")
            )
            {
                throw ExceptionMapper.Hidden(transport, call.Operation);
            }

            var clock = transport.Options.Clock;
            return new DeviceCode(
                code,
                user,
                address,
                answer.Interval is > 0 and { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultInterval,
                clock.GetUtcNow() + (answer.ExpiresIn is > 0 and { } lifetime ? TimeSpan.FromSeconds(lifetime) : DefaultLifetime)
            );
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            throw ApiOff(transport, e);
        }
    }

    public static async Task<DeviceCodeCredential> WaitAsync(
        HttpTransport transport,
        DeviceCode code,
        Action<TimeSpan>? waiting,
        CancellationToken cancellationToken
    )
    {
        var clock = transport.Options.Clock;
        var interval = code.Interval;
        for (var failures = 0; ;)
        {
            var left = code.ExpiresAt - clock.GetUtcNow();
            if (left <= TimeSpan.Zero)
                throw Expired(transport, null);

            waiting?.Invoke(left);
            await Waiting.DelayAsync(clock, interval < left ? interval : left, cancellationToken).ConfigureAwait(false);
            try
            {
                return await AskAsync(transport, code, cancellationToken).ConfigureAwait(false);
            }
            catch (DifyApiException e) when (e.Code == "authorization_pending")
            {
                failures = 0;
            }
            catch (DifyApiException e) when (e.Code == "slow_down")
            {
                interval = interval + interval < LongestInterval ? interval + interval : LongestInterval;
            }
            catch (DifyApiException e) when (e.Code == "expired_token")
            {
                throw Expired(transport, e);
            }
            catch (DifyApiException e) when (e.Code == "access_denied")
            {
                throw new WorkspaceException(
                    WorkspaceProblem.DeviceDenied,
                    Strings.FormatDeviceDenied(transport.Server.DisplayName),
                    e.Operation,
                    transport,
                    Strings.ActionConnectAgain,
                    e
                );
            }
            catch (DifyException e) when (IsPassing(e) && ++failures <= MostFailures)
            {
                // The person may need minutes; a server that stumbles meanwhile is asked again.
            }
        }
    }

    public static WorkspaceException ApiOff(HttpTransport transport, Exception inner) =>
        new(
            WorkspaceProblem.ProgrammaticApiOff,
            Strings.FormatProgrammaticApiOff(transport.Server.DisplayName),
            null,
            transport,
            Strings.ActionProgrammaticApi,
            inner
        );

    private static WorkspaceException Expired(HttpTransport transport, Exception? inner) =>
        new(
            WorkspaceProblem.DeviceCodeExpired,
            Strings.FormatDeviceCodeExpired(transport.Server.DisplayName),
            null,
            transport,
            Strings.ActionConnectAgain,
            inner
        );

    private static bool IsPassing(DifyException failure) =>
        failure
            is DifyApiException { StatusCode: >= 500 or 429 or 408 }
                or DifyConnectionException { Code: DifyConnectionException.ConnectionFailed or DifyConnectionException.RequestTimeout };

    private static async Task<DeviceCodeCredential> AskAsync(HttpTransport transport, DeviceCode code, CancellationToken cancellationToken)
    {
        // Not tried again by the transport: the first good answer uses the code up.
        var call = new ApiRequest(HttpMethod.Post, "/oauth/device/token")
        {
            Content = ConsoleBody.Of(
                new DeviceTokenBody { ClientId = ClientId, DeviceCode = code.Code },
                SignInRequestJson.Default.DeviceTokenBody
            ),
            IsOpen = true,
            HidesAnswer = true,
        };
        var answer = await transport.SendAsync(call, SignInJson.Default.DeviceTokenAnswer, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(answer.Token)
            ? throw ExceptionMapper.Hidden(transport, call.Operation)
            : new DeviceCodeCredential(
                ApiKey.FromString(answer.Token!),
                answer.DefaultWorkspaceId,
                long.TryParse(answer.ExpiresAt, out var seconds) ? UnixTime.ToLocal(seconds) : IsoTime.ToLocal(answer.ExpiresAt),
                answer.Account?.Email
            );
    }
}
