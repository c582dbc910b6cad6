using MeetUp.Server.Data.Postgres;
using MeetUp.Server.Data.Sqlite;
using MeetUp.Server.Ops;
using MeetUp.Server.Ops.Settings;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MeetUp.Server.Data;

internal static class DataRegistration
{
    /// <summary>PostgreSQL where <c>DATABASE_URL</c> says so, else SQLite in the data directory; both behind the same <see cref="MeetUpDb"/>.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<DatabaseOptions, DatabaseOptionsValidator>().BindConfiguration(DatabaseOptions.Section);
        return configuration[DatabaseUrl.Variable] is { Length: > 0 } url ? services.AddPostgres(url) : services.AddSqlite();
    }

    /// <summary>Makes or upgrades the schema, or makes sure that someone else has.</summary>
    public static async Task MigrateAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = services.GetRequiredService<Func<MeetUpDb>>()();
        if (services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Migrate == Switch.On)
        {
            await db.MigrateAsync(cancellationToken);
        }
        else if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new StartException("The database's schema is not up to date: start one instance with MEETUP__DATA__MIGRATE=on.");
        }
    }

    private static IServiceCollection AddSqlite(this IServiceCollection services)
    {
        services.AddDbContextFactory<SqliteMeetUpDb>((provider, options) =>
            options.UseSqlite(new SqliteConnectionStringBuilder
            {
                DataSource = provider.GetRequiredService<DataDirectory>().File("meetup.db"),
                ForeignKeys = true,
                Pooling = true,
            }.ConnectionString));
        return services.AddMeetUpDb<SqliteMeetUpDb>();
    }

    private static IServiceCollection AddPostgres(this IServiceCollection services, string databaseUrl)
    {
        services.AddSingleton(provider =>
            PostgresSource.Open(databaseUrl, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddDbContextFactory<PostgresMeetUpDb>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        return services.AddMeetUpDb<PostgresMeetUpDb>();
    }

    private static IServiceCollection AddMeetUpDb<TDb>(this IServiceCollection services)
        where TDb : MeetUpDb
    {
        services.AddSingleton<Func<MeetUpDb>>(provider =>
        {
            var factory = provider.GetRequiredService<IDbContextFactory<TDb>>();
            return () => Open(factory);
        });
        services.AddScoped(provider => provider.GetRequiredService<Func<MeetUpDb>>()());
        return services;
    }

    private static TDb Open<TDb>(IDbContextFactory<TDb> factory)
        where TDb : MeetUpDb
    {
        var db = factory.CreateDbContext();

        // A transaction in which a save failed is given up as a whole, so a savepoint before each would be a wasted journey.
        db.Database.AutoSavepointsEnabled = false;
        return db;
    }
}
