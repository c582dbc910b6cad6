using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Web;

/// <summary>One file of the web app and the compressed forms beside it.</summary>
internal sealed record WebAppFile(string Path, string ContentType, string? Brotli, string? Gzip);

/// <summary>The files of the web app, listed once at start: no path from outside ever touches the disk.</summary>
internal sealed class WebAppFiles
{
    public const string Index = "/index.html";

    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly FrozenDictionary<string, WebAppFile> _files;

    public WebAppFiles(IOptions<WebAppOptions> options)
    {
        var root = Path.GetFullPath(options.Value.Directory, AppContext.BaseDirectory);
        _files = Directory.Exists(root)
            ? Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(path => !Path.GetFileName(path).StartsWith('.') && Path.GetExtension(path) is not (".br" or ".gz"))
                .ToFrozenDictionary(path => "/" + Path.GetRelativePath(root, path).Replace('\\', '/'), Describe, StringComparer.Ordinal)
            : FrozenDictionary<string, WebAppFile>.Empty;
    }

    public WebAppFile? Find(string path) => _files.GetValueOrDefault(path);

    private static WebAppFile Describe(string path)
    {
        var type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        return new WebAppFile(
            path, type is "text/html" or "text/css" or "text/javascript" ? type + "; charset=utf-8" : type, Existing(path + ".br"), Existing(path + ".gz"));
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
