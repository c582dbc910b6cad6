using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace MeetUp.Client.Rest;

/// <summary>When a failed call may be sent again.</summary>
internal enum Repeat
{
    /// <summary>It changes nothing, or its Idempotency-Key makes it happen once.</summary>
    Always,

    /// <summary>Only when it surely did nothing: it spends something.</summary>
    UnlessSent,

    /// <summary>By then it would be old.</summary>
    Never,
}

/// <summary>One call before it is sent: sending it twice sends the same bytes and the same Idempotency-Key.</summary>
internal sealed record RestCall(HttpMethod Method, string Path)
{
    private byte[]? _body;

    /// <summary>Sent without a token, and never refreshes one.</summary>
    public bool Anonymous { get; init; }

    public Repeat Repeat { get; init; } = Repeat.Always;

    /// <summary>Makes the server do it once however often it is sent.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>A status beside 2xx that is an answer too.</summary>
    public HttpStatusCode? AlsoAccept { get; init; }

    public string? Accept { get; init; }

    /// <summary>The path without its query: what an exception may show.</summary>
    public string PublicPath => "/" + Path.Split('?')[0];

    public RestCall With<T>(T body, JsonTypeInfo<T> json) => this with { _body = JsonSerializer.SerializeToUtf8Bytes(body, json) };

    public bool Accepts(HttpStatusCode status) => AlsoAccept == status;

    public HttpRequestMessage ToRequest(string? token)
    {
        var request = new HttpRequestMessage(Method, Path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (IdempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", IdempotencyKey);
        }

        if (Accept is not null)
        {
            request.Headers.Accept.ParseAdd(Accept);
        }

        if (_body is not null)
        {
            request.Content = new ByteArrayContent(_body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }
}

/// <summary>An answer as it came.</summary>
internal readonly record struct RestReply(HttpStatusCode Status, byte[] Body);
