using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Data;

/// <summary>Columns are snake_case on every engine, so that SQL by hand needs no quotes.</summary>
internal static class SnakeCaseNames
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
        {
            property.SetColumnName(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
        }
    }
}
