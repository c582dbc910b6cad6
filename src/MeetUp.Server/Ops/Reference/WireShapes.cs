using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MeetUp.Server.Ops.Reference;

/// <summary>Corrects what the framework cannot see: converters of our own, members that must be given, and C# names in descriptions.</summary>
internal static class WireShapes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var isOptional = Nullable.GetUnderlyingType(type) is not null;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (Text(isOptional), "date-time");
        }

        if ((Nullable.GetUnderlyingType(type) ?? type).IsEnum)
        {
            schema.Type = Text(isOptional);
        }

        if (context.JsonPropertyInfo?.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: true) is true)
        {
            schema.Type &= ~JsonSchemaType.Null;
        }

        if (context.JsonTypeInfo.Kind is JsonTypeInfoKind.Object && schema.Description is { } description)
        {
            schema.Description = context.JsonTypeInfo.Properties.Aggregate(description, InWireNames);
        }

        return Task.CompletedTask;
    }

    private static JsonSchemaType Text(bool isOptional) => isOptional ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;

    private static string InWireNames(string description, JsonPropertyInfo property) =>
        property.AttributeProvider is PropertyInfo { Name: var name }
            ? Regex.Replace(description, $@"\b{name}\b", $"`{property.Name}`", RegexOptions.None, Patience)
            : description;
}
