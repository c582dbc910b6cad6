using MeetUp.Server.Data.Sqlite;
using MeetUp.Server.Ops;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Data;

internal static class DataRegistration
{
    /// <summary>SQLite in the data directory; PostgreSQL takes its place behind the same <see cref="MeetUpDb"/>.</summary>
    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddDbContextFactory<SqliteMeetUpDb>((provider, options) =>
            options.UseSqlite(new SqliteConnectionStringBuilder
            {
                DataSource = provider.GetRequiredService<DataDirectory>().File("meetup.db"),
                ForeignKeys = true,
                Pooling = true,
            }.ConnectionString));
        services.AddScoped<MeetUpDb>(provider => provider.GetRequiredService<SqliteMeetUpDb>());
        services.AddSingleton<Func<MeetUpDb>>(provider =>
            provider.GetRequiredService<IDbContextFactory<SqliteMeetUpDb>>().CreateDbContext);
        return services;
    }

    /// <summary>Makes or upgrades the schema. The write-ahead log lets readers go on while one writes.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = services.GetRequiredService<Func<MeetUpDb>>()();
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;", cancellationToken);
    }
}
