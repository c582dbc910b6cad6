using System.Text.Encodings.Web;
using MeetUp.Server.Features.Auth.Supabase;
using MeetUp.Server.Http;
using MeetUp.Server.Ops;
using Microsoft.AspNetCore.Authentication;

namespace MeetUp.Server.Features.Auth;

internal static class AuthRegistration
{
    public static IServiceCollection AddAuth(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AuthOptions, AuthOptionsValidator>().BindConfiguration(AuthOptions.Section);
        services.AddOptionsWithValidateOnStart<SupabaseOptions, SupabaseOptionsValidator>().Configure<IConfiguration>(SupabaseOptions.Read);
        services.AddSingleton<Issuers>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<BuiltInIssuer>();
        services.AddSingleton<SupabaseKeys>();
        services.AddSingleton<SupabaseTokens>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IAccessTokens>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddScoped<SignIns>();
        if (!DocumentBuild.IsRunning)
        {
            services.AddHostedService<IdentityStart>();
        }

        // AddAuthentication would bring Data Protection along, which writes keys into the home directory for cookies nobody has here.
        services.AddAuthenticationCore(options => options.DefaultScheme = BearerHandler.SchemeName);
        services.AddSingleton(UrlEncoder.Default);
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, configureOptions: null);
        services.AddAuthorization();
        return services;
    }
}
