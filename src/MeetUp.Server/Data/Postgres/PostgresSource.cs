using System.Globalization;
using Npgsql;

namespace MeetUp.Server.Data.Postgres;

/// <summary>Opens the pool of connections to the database of <c>DATABASE_URL</c>.</summary>
internal static class PostgresSource
{
    /// <summary>It logs nothing itself: EF Core tells of every statement already.</summary>
    public static NpgsqlDataSource Open(string databaseUrl, DatabaseOptions options) =>
        new NpgsqlDataSourceBuilder(SettingsOf(databaseUrl, options).ConnectionString).Build();

    /// <summary>What <c>DATABASE_URL</c> says, and for what it does not say, the options.</summary>
    public static NpgsqlConnectionStringBuilder SettingsOf(string databaseUrl, DatabaseOptions options)
    {
        var settings = DatabaseUrl.Parse(databaseUrl);
        SetDefault(settings, "Maximum Pool Size", options.MaxPoolSize);
        SetDefault(settings, "Timeout", options.ConnectTimeoutSeconds);
        SetDefault(settings, "Command Timeout", options.CommandTimeoutSeconds);
        SetDefault(settings, "Cancellation Timeout", 500);
        SetDefault(settings, "Application Name", "meetup");
        if (options.StatementTimeoutSeconds is var seconds and > 0)
        {
            SetDefault(settings, "Options", string.Create(
                CultureInfo.InvariantCulture, $"-c statement_timeout={seconds}s -c idle_in_transaction_session_timeout={seconds}s"));
        }

        // Error details quote the values of a row, and those belong in no log.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;
        return settings;
    }

    private static void SetDefault(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }
}
