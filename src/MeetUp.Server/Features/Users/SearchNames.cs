namespace MeetUp.Server.Features.Users;

/// <summary>Folds names so that upper and lower case are the same, in every script and on every database.</summary>
internal static class SearchNames
{
    /// <summary>Upper case without regard to language; all four Turkish i are one letter, so that a name is found from any keyboard.</summary>
    public static string Fold(string name) => name.ToUpperInvariant().Replace('İ', 'I').Replace('ı', 'I');
}
