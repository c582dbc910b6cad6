using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Users;

namespace MeetUp.ApiTests.Auth;

/// <summary>A server that trusts a <see cref="FakeSupabase"/>: its published keys and, as a legacy project would, its secret.</summary>
public class SupabaseServer : MeetUpServer
{
    public FakeSupabase Supabase { get; private set; } = null!;

    public Signer Es256 { get; private set; } = null!;

    public Signer Rs256 { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Supabase = await FakeSupabase.StartAsync();
        Es256 = Supabase.Publish(Signer.Es256("ec-1"));
        Rs256 = Supabase.Publish(Signer.Rs256("rsa-1"));
        Set("SUPABASE_URL", Supabase.Url);
        Set("SUPABASE_KEY", FakeSupabase.Secret);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Supabase.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What Supabase says of someone who has just signed in.</summary>
    public JsonObject Claims(Guid? userId = null) => new()
    {
        ["sub"] = (userId ?? NewId()).ToString(),
        ["aud"] = "authenticated",
        ["iss"] = Supabase.Url + "/auth/v1",
        ["iat"] = Now.ToUnixTimeSeconds(),
        ["exp"] = Now.AddHours(1).ToUnixTimeSeconds(),
        ["email"] = "ada@example.org",
        ["role"] = "authenticated",
        ["user_metadata"] = new JsonObject { ["display_name"] = "Ada" },
    };

    public Guid NewId() => Guid.CreateVersion7(Now);

    public async Task<HttpResponseMessage> GetMeAsync(string token)
    {
        using var client = ClientWith(accessToken: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await client.GetAsync("api/v1/users/me").WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async Task<int> StatusOfAsync(string token)
    {
        using var response = await GetMeAsync(token);
        return (int)response.StatusCode;
    }

    public async Task<OwnUser> MeAsync(string token)
    {
        using var response = await GetMeAsync(token);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJson.Default.OwnUser))!;
    }
}
