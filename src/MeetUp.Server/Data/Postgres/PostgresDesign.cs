using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MeetUp.Server.Data.Postgres;

/// <summary>What <c>dotnet ef</c> makes migrations from; nothing is ever connected to.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresMeetUpDb>
{
    public PostgresMeetUpDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresMeetUpDb>().UseNpgsql().Options);
}
