using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MeetUp.Contracts.Settings;
using MeetUp.Server.Ops.Settings;

namespace MeetUp.UnitTests.Settings;

/// <summary>Every variable the server reads is written down, for people and for the command line, and nothing else is.</summary>
public sealed partial class ConfigurationFilesTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly XDocument Comments = XDocument.Load(Path.ChangeExtension(typeof(Variable).Assembly.Location, "xml"));

    private static IEnumerable<Setting> Entries =>
        [.. Variable.All, .. OptionCatalogue.All.Select(option => option.Setting with { Description = SummaryOf(option) })];

    [Fact]
    public void Catalogue_IsTheCommittedOne() =>
        GeneratedFile.AssertIsCurrent(new JsonArray([.. Entries.Select(ToJson)]).ToJsonString(Readable) + "\n", "protocol", "configuration.json");

    [Fact]
    public void Page_IsTheCommittedOne() => GeneratedFile.AssertIsCurrent(Page(), "docs", "configuration.md");

    [Fact]
    public void EveryVariable_SaysWhatItIsFor_UnderItsOwnName()
    {
        Assert.All(Entries, entry => Assert.True(entry.Description.Length > 10, entry.Name));
        Assert.Distinct(Entries.Select(entry => entry.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void EveryDefault_IsAllowed() =>
        Assert.All(OptionCatalogue.All, option => Assert.True(option.Setting.Default.Length == 0 || option.Setting.Accepts(option.Setting.Default), option.Key));

    private static JsonNode ToJson(Setting setting)
    {
        var json = new JsonObject
        {
            ["name"] = setting.Name,
            ["type"] = setting.Type,
            ["default"] = setting.Default,
            ["allowed"] = setting.Allowed,
            ["description"] = setting.Description,
        };
        if (setting is { Min: { } min, Max: { } max })
        {
            (json["min"], json["max"]) = (min, max);
        }

        if (setting.Values is { } values)
        {
            json["values"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        if (setting.Secret)
        {
            json["secret"] = true;
        }

        return json;
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Configuration

            Everything is a variable of the environment, read once at the start. A value that is not allowed, or a `MEETUP__` name that does not
            exist, stops the server with one line. Made from the code by a test; do not edit.

            | Name | Default | May be | What it is for |
            |---|---|---|---|

            """);
        foreach (var entry in Entries)
        {
            var fallback = entry.Default.Length == 0 ? "none" : Variable.All.Any(variable => variable.Name == entry.Name) ? entry.Default : $"`{entry.Default}`";
            page.Append(CultureInfo.InvariantCulture, $"| `{entry.Name}` | {fallback} | {entry.Allowed} | {entry.Description} |\n");
        }

        return page.Append("\nWhat is logged is set by `Logging__LogLevel__CATEGORY`, as in any .NET server.\n").ToString();
    }

    /// <summary>The property's comment, with names of other options as they are set.</summary>
    private static string SummaryOf(OptionProperty option)
    {
        var member = $"P:{option.Property.DeclaringType!.FullName}.{option.Property.Name}";
        var summary = Comments.Descendants("member").Single(each => (string?)each.Attribute("name") == member).Element("summary")!;
        return Spaces().Replace(string.Concat(summary.Nodes().Select(TextOf)), " ").Trim();
    }

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement see when ((string?)see.Attribute("cref"))?.Split('.')[^1] is { } name =>
            OptionCatalogue.All.FirstOrDefault(option => option.Property.Name == name) is { } other ? $"`{other.Setting.Name}`" : name,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
