using System.Text;
using MeetUp.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace MeetUp.Server.Http;

/// <summary>
/// Refuses a body over 64 KiB whether or not anyone would have read it, and whether or not its length was told beforehand; and one that is not
/// UTF-8, which the framework would break on.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > ContractLimits.MaxBodyBytes)
        {
            await Problems.PayloadTooLarge.ExecuteAsync(context);
            return;
        }

        if (request.ContentType is { } type && !IsReadable(type))
        {
            await Problems.UnsupportedMediaType.ExecuteAsync(context);
            return;
        }

        if (request.ContentLength is null && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody is true)
        {
            // Of unknown length: read now, so that too much of it is found out even where no handler reads a body.
            request.Body = new MemoryStream(await ReadAsync(context), writable: false);
        }

        await next(context);
    }

    /// <summary>The whole body; it is within the limit, or Kestrel answers 413 while it is read.</summary>
    internal static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static bool IsReadable(string contentType) =>
        !MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue || type.Charset.Length == 0 || type.Encoding is UTF8Encoding or ASCIIEncoding;
}
