namespace MeetUp.Server.Web;

/// <summary>The web app, where it has been built.</summary>
internal static class WebRegistration
{
    public static void AddWeb(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WebAppOptions, WebAppOptionsValidator>().BindConfiguration(WebAppOptions.Section);
        services.AddSingleton<WebAppFiles>();
    }

    public static void UseWeb(this IApplicationBuilder app) => app.UseMiddleware<WebApp>();
}
