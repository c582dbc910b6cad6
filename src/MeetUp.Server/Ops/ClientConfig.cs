namespace MeetUp.Server.Ops;

/// <summary>Where the web app finds Supabase.</summary>
internal sealed record SupabaseConfig(string Url, string? AnonKey);

/// <summary>What the web app may know of the server's settings: nothing secret, ever.</summary>
internal sealed record ClientConfig(string ApiBase, string? MapStyleUrl, SupabaseConfig? Supabase, bool Guest);
