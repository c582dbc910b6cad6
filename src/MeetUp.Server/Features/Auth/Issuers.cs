using MeetUp.Server.Features.Auth.Supabase;
using Microsoft.Extensions.Options;

namespace MeetUp.Server.Features.Auth;

/// <summary>Whose tokens are good here.</summary>
internal sealed class Issuers(IOptions<AuthOptions> auth, IOptions<SupabaseOptions> supabase)
{
    public bool Supabase => supabase.Value.IsConfigured;

    /// <summary>This server's own, for guests.</summary>
    public bool BuiltIn => auth.Value.Guest switch
    {
        GuestSwitch.On => true,
        GuestSwitch.Off => false,
        _ => !Supabase,
    };
}
