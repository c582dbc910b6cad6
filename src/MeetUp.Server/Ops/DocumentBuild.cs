using System.Reflection;

namespace MeetUp.Server.Ops;

/// <summary>The build starts this program once to read its OpenAPI document. That run must leave no data directory behind, nor need one.</summary>
internal static class DocumentBuild
{
    public static bool IsRunning { get; } = Assembly.GetEntryAssembly()?.GetName().Name is "GetDocument.Insider";
}
