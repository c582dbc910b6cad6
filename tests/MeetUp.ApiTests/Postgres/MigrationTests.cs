using MeetUp.ApiTests.Harness;
using MeetUp.Server.Data;
using MeetUp.Server.Data.Postgres;
using MeetUp.Server.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeetUp.ApiTests.Postgres;

public sealed class MigrationTests
{
    [Fact]
    public void Migrations_MatchTheModel_OnBothEngines()
    {
        using MeetUpDb sqlite = new SqliteMeetUpDb(new DbContextOptionsBuilder<SqliteMeetUpDb>().UseSqlite().Options);
        using MeetUpDb postgres = new PostgresMeetUpDb(new DbContextOptionsBuilder<PostgresMeetUpDb>().UseNpgsql().Options);

        Assert.False(sqlite.Database.HasPendingModelChanges(), "Run scripts/migration.sh.");
        Assert.False(postgres.Database.HasPendingModelChanges(), "Run scripts/migration.sh.");
    }

    [Fact]
    public async Task Instances_MigrateAnEmptyDatabaseOnce_WhenTheyStartTogether()
    {
        var url = await PostgresCluster.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(PostgresSource.SettingsOf(url, new DatabaseOptions()).ConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var db = Open(source);
            await db.MigrateAsync(CancellationToken.None);
        })).WaitAsync(TimeSpan.FromMinutes(2));

        await using var after = Open(source);
        Assert.Empty(await after.Database.GetPendingMigrationsAsync());
        Assert.Empty(await after.Users.ToListAsync());
    }

    /// <summary>What makes wrong states impossible, asked of the server itself.</summary>
    [Theory]
    [InlineData("ix_sessions_one_active_per_pair", "(pair_key) WHERE ((status)::text = 'Active'::text)")]
    [InlineData("ix_meet_requests_one_pending", "(from_user_id, to_user_id) WHERE ((status)::text = 'Pending'::text)")]
    [InlineData("ix_meet_requests_one_pending_per_pair", "(pair_key) WHERE (((status)::text = 'Pending'::text) AND (NOT hidden))")]
    [InlineData("IX_participants_session_id_user_id", "(session_id, user_id)")]
    [InlineData("IX_invites_token_hash", "(token_hash)")]
    [InlineData("IX_refresh_tokens_token_hash", "(token_hash)")]
    public async Task UniqueIndex_IsThere(string name, string definition)
    {
        await using var source = await MigratedAsync();
        await using var command = source.CreateCommand("select indexdef from pg_indexes where indexname = $1");
        command.Parameters.AddWithValue(name);

        var found = Assert.IsType<string>(await command.ExecuteScalarAsync());

        Assert.StartsWith("CREATE UNIQUE INDEX", found, StringComparison.Ordinal);
        Assert.EndsWith(definition, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ThirdSeat_IsRefusedByTheDatabase()
    {
        await using var source = await MigratedAsync();
        await using var command = source.CreateCommand("select pg_get_constraintdef(oid) from pg_constraint where conname = 'ck_participants_two'");

        Assert.Equal("CHECK ((number = ANY (ARRAY[1, 2])))", await command.ExecuteScalarAsync());
    }

    private static PostgresMeetUpDb Open(NpgsqlDataSource source) =>
        new(new DbContextOptionsBuilder<PostgresMeetUpDb>().UseNpgsql(source).Options);

    private static async Task<NpgsqlDataSource> MigratedAsync()
    {
        var source = NpgsqlDataSource.Create(
            PostgresSource.SettingsOf(await PostgresCluster.NewDatabaseAsync(), new DatabaseOptions { ConnectTimeoutSeconds = 30 }).ConnectionString);
        await using var db = Open(source);
        await db.MigrateAsync(CancellationToken.None);
        return source;
    }
}
