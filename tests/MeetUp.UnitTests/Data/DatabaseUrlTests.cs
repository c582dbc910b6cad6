using MeetUp.Server.Data;
using MeetUp.Server.Data.Postgres;
using MeetUp.Server.Ops.Settings;
using Npgsql;

namespace MeetUp.UnitTests.Data;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://ada:s3cret@db.example/meetup", "Host=db.example;Database=meetup;Username=ada;Password=s3cret")]
    [InlineData("postgresql://ada:s3cret@db.example:6543/meetup", "Host=db.example;Port=6543;Database=meetup;Username=ada;Password=s3cret")]
    [InlineData("POSTGRES://ada@db.example/meetup", "Host=db.example;Database=meetup;Username=ada")]
    [InlineData("postgres://a%40da:p%3Aa%2Fs%3Fs%23%25%20@db/meet%20up", "Host=db;Database=meet up;Username=a@da;Password=\"p:a/s?s#% \"")]
    [InlineData("postgres://ada:pa:ss@db/meetup", "Host=db;Database=meetup;Username=ada;Password=pa:ss")]
    [InlineData("postgres://ada:pa@ss@db/meetup", "Host=db;Database=meetup;Username=ada;Password=pa@ss")]
    [InlineData("postgres://ada:+s;='x@db/meetup", "Host=db;Database=meetup;Username=ada;Password=\"+s;='x\"")]
    [InlineData("postgres://ada:x@[::1]:5433/meetup", "Host=::1;Port=5433;Database=meetup;Username=ada;Password=x")]
    [InlineData("postgres://ada:x@one:5432,two:5433/meetup", "Host=\"one:5432,two:5433\";Database=meetup;Username=ada;Password=x")]
    [InlineData("postgres:///meetup?host=%2Fvar%2Frun%2Fpostgresql&user=ada", "Host=/var/run/postgresql;Database=meetup;Username=ada")]
    [InlineData("postgres://db/meetup?sslmode=require", "Host=db;Database=meetup;SSL Mode=Require")]
    [InlineData("postgres://db/meetup?sslmode=verify-full&sslrootcert=/ca.pem", "Host=db;Database=meetup;SSL Mode=VerifyFull;Root Certificate=/ca.pem")]
    [InlineData("postgres://db/meetup?connect_timeout=7&application_name=a%20b", "Host=db;Database=meetup;Timeout=7;Application Name=\"a b\"")]
    [InlineData("postgres://db/meetup?Maximum%20Pool%20Size=9", "Host=db;Database=meetup;Maximum Pool Size=9")]
    [InlineData("Host=db;Database=meetup;Username=ada;Password=s3cret://", "Host=db;Database=meetup;Username=ada;Password=s3cret://")]
    [InlineData("Server=db;Database=meetup", "Host=db;Database=meetup")]
    public void Url_IsUnderstood(string text, string meaning)
    {
        var settings = DatabaseUrl.Parse(text);

        Assert.True(new NpgsqlConnectionStringBuilder(meaning).EquivalentTo(settings), settings.ConnectionString);
    }

    [Theory]
    [InlineData("mysql://ada:s3cret@db/meetup", "must begin with postgres://")]
    [InlineData("https://ada:s3cret@db/meetup", "must begin with postgres://")]
    [InlineData("postgres://ada:s3cret@db", "names no database")]
    [InlineData("postgres://ada:s3cret@/meetup", "names no host")]
    [InlineData("postgres://", "names no host")]
    [InlineData("postgres://ada:s3cret@db:x/meetup", "port must be")]
    [InlineData("postgres://ada:s3cret@db:0/meetup", "port must be")]
    [InlineData("postgres://ada:s3cret@db:65536/meetup", "port must be")]
    [InlineData("postgres://ada:s3cret@db:/meetup", "port must be")]
    [InlineData("postgres://ada:pa?s3cret@db/meetup", "percent-encoded")]
    [InlineData("postgres://ada:pa#s3cret@db/meetup", "percent-encoded")]
    [InlineData("postgres://ada:s3cret@db/meetup/more", "slash")]
    [InlineData("postgres://ada:s3cret@db/meetup?sslmode=maybe", "parameter 1")]
    [InlineData("postgres://ada:x@db/meetup?sslmode=require&s3cret=1", "parameter 2")]
    [InlineData("postgres://ada:x@db/meetup?connect_timeout=s3cret", "parameter 1")]
    [InlineData("Host=db;Password=a;s3cret=b", "neither a postgres:// URL nor")]
    [InlineData("Host=db;Database=meetup;Port=s3cret", "neither a postgres:// URL nor")]
    [InlineData("s3cret", "neither a postgres:// URL nor")]
    [InlineData("Database=meetup;Password=s3cret", "names no host")]
    [InlineData("Host=db;Password=s3cret", "names no database")]
    public void BrokenUrl_IsRefusedInOneLine_WithoutAnyPartOfIt(string text, string why)
    {
        var refusal = Assert.Throws<StartException>(() => DatabaseUrl.Parse(text));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("DATABASE_URL", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        Assert.DoesNotContain("s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_FillWhatTheUrlDoesNotSay()
    {
        var options = new DatabaseOptions { MaxPoolSize = 11, ConnectTimeoutSeconds = 3, CommandTimeoutSeconds = 4, StatementTimeoutSeconds = 5 };

        var filled = PostgresSource.SettingsOf("postgres://db/meetup", options);
        var kept = PostgresSource.SettingsOf(
            "postgres://db/meetup?Maximum%20Pool%20Size=7&connect_timeout=8&Command%20Timeout=9&options=-c%20geqo%3Doff", options);

        Assert.Equal((11, 3, 4), (filled.MaxPoolSize, filled.Timeout, filled.CommandTimeout));
        Assert.Equal("-c statement_timeout=5s -c idle_in_transaction_session_timeout=5s", filled.Options);
        Assert.Equal((7, 8, 9, "-c geqo=off"), (kept.MaxPoolSize, kept.Timeout, kept.CommandTimeout, kept.Options));
    }

    [Fact]
    public void Details_AreNeverAskedFor_SinceTheyQuoteRows()
    {
        var settings = PostgresSource.SettingsOf("Host=db;Database=meetup;Include Error Detail=true;Log Parameters=true;Persist Security Info=true", new DatabaseOptions());

        Assert.Equal((false, false, false), (settings.IncludeErrorDetail, settings.LogParameters, settings.PersistSecurityInfo));
    }
}
