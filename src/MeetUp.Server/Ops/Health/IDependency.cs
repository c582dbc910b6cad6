using MeetUp.Server.Data;
using MeetUp.Server.Realtime;
using Microsoft.EntityFrameworkCore;

namespace MeetUp.Server.Ops.Health;

/// <summary>Something this server needs to serve, or to serve well.</summary>
internal interface IDependency
{
    string Name { get; }

    /// <summary>Whether nobody should be sent here while it is in trouble; without the others the server goes on, and says so.</summary>
    bool IsEssential => true;

    /// <summary>Null when all is well, else what is wrong, for an operator. May throw, which counts as away.</summary>
    ValueTask<string?> FindTroubleAsync(CancellationToken cancellationToken);
}

/// <summary>Reads a row: an open connection alone proves nothing.</summary>
internal sealed class DatabaseDependency(Func<MeetUpDb> openDb) : IDependency
{
    public string Name => "database";

    public async ValueTask<string?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        await using var db = openDb();
        await db.Audit.AsNoTracking().AnyAsync(cancellationToken);
        return null;
    }
}

internal sealed class DataDirectoryDependency(DataDirectory directory) : IDependency
{
    public string Name => "data directory";

    public ValueTask<string?> FindTroubleAsync(CancellationToken cancellationToken)
    {
        directory.CheckWritable();
        return ValueTask.FromResult<string?>(null);
    }
}

/// <summary>A server on its way down still answers, but nobody new should be sent to it.</summary>
internal sealed class AcceptingDependency(IHostApplicationLifetime lifetime, Drain drain) : IDependency
{
    public string Name => "accepting";

    public ValueTask<string?> FindTroubleAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(drain.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested ? "draining" : null);
}
