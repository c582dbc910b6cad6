using System.Net.Http.Json;
using MeetUp.ApiTests.Harness;
using MeetUp.Contracts;
using MeetUp.Contracts.Users;

namespace MeetUp.ApiTests.Users;

/// <summary>One small town of people who want to be found; every test asks as a stranger to them.</summary>
public sealed class SearchTests(SearchTests.Town town) : IClassFixture<SearchTests.Town>
{
    [Theory]
    [InlineData("ada", "Ada Lovelace,Granada")]
    [InlineData("ADA L", "Ada Lovelace")]
    [InlineData("  ada  ", "Ada Lovelace,Granada")]
    [InlineData("lace", "Ada Lovelace")]
    [InlineData("жан", "ЖАННА")]
    [InlineData("ЖАНН", "ЖАННА")]
    [InlineData("γιώ", "ΓΙΏΡΓΟΣ")]
    [InlineData("éMIL", "Émile")]
    [InlineData("istan", "İstanbullu")]
    [InlineData("İSTAN", "İstanbullu")]
    [InlineData("IŞIK", "Işık")]
    [InlineData("ışık", "Işık")]
    [InlineData("işik", "Işık")]
    [InlineData("%%", "100%% sure")]
    [InlineData("0%", "100%% sure")]
    [InlineData("__", "snake__case")]
    [InlineData("e_c", "")]
    [InlineData("e__c", "snake__case")]
    [InlineData("a\\", "a\\b")]
    [InlineData("\\b", "a\\b")]
    [InlineData("o'", "O'Brien")]
    [InlineData("' or 1=1 --", "")]
    [InlineData("*?", "")]
    [InlineData("[a-z]", "")]
    [InlineData("😀😀", "😀😀 Joy")]
    [InlineData("nobody at all", "")]
    public async Task Search_FindsPeople_ByAPartOfTheirName(string name, string expected) =>
        Assert.Equal(expected, string.Join(',', (await SearchAsync(town.Stranger, name)).Select(person => person.DisplayName)));

    [Theory]
    [InlineData("")]
    [InlineData("?name=")]
    [InlineData("?name=a")]
    [InlineData("?name=%20a%20")]
    [InlineData("?name=%F0%9F%98%80")]
    [InlineData("?name=%20%20%20")]
    public async Task Search_Is400_UnderTwoCharacters(string query)
    {
        var problem = await Refusal.AssertAsync(town.Stranger.Http.GetAsync("api/v1/users/search" + query), 400, ErrorCodes.ValidationFailed);

        Assert.Equal("name", Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("%00%00")]
    [InlineData("%E2%80%AE%E2%80%AE")]
    [InlineData("%FF%FE")]
    public async Task Search_FindsNobody_WhenNobodyCanBeCalledThat(string name)
    {
        var found = await town.Stranger.Http.GetFromJsonAsync($"api/v1/users/search?name={name}", ContractsJson.Default.IReadOnlyListPersonRef);

        Assert.Empty(found!);
    }

    [Fact]
    public async Task Search_FindsNobody_ForAVeryLongName() => Assert.Empty(await SearchAsync(town.Stranger, new string('a', 4_000)));

    [Fact]
    public async Task Search_Shows20AtMost_InOrder()
    {
        var found = await SearchAsync(town.Stranger, "twin");

        Assert.Equal(
            string.Join(',', Enumerable.Range(0, 20).Select(i => $"Twin {i:00}")), string.Join(',', found.Select(person => person.DisplayName)));
    }

    [Fact]
    public async Task Search_LeavesOut_OneselfAndWhoDoesNotWantToBeFound()
    {
        var self = await town.ArriveAsync("Solitary One");
        var hidden = await town.SignInAsync("Solitary Two");
        Assert.False(hidden.Id == self.Id);

        Assert.Empty(await SearchAsync(self, "solitary"));
    }

    [Fact]
    public async Task Search_LeavesOut_EachOther_AcrossABlock()
    {
        var (one, other) = (await town.ArriveAsync("Capulet"), await town.ArriveAsync("Montague"));
        Assert.Single(await SearchAsync(one, "montague"));
        using var blocked = await one.Http.PutAsync($"api/v1/users/{other.Id}/block", content: null);
        blocked.EnsureSuccessStatusCode();

        Assert.Empty(await SearchAsync(one, "montague"));
        Assert.Empty(await SearchAsync(other, "capulet"));

        using var unblocked = await one.Http.DeleteAsync($"api/v1/users/{other.Id}/block");
        unblocked.EnsureSuccessStatusCode();
        Assert.Single(await SearchAsync(other, "capulet"));
    }

    [Fact]
    public async Task Search_GoesByTheNewName_AfterARename()
    {
        var person = await town.ArriveAsync("Clark Kent");
        using var renamed = await person.Http.PatchAsJsonAsync("api/v1/users/me", new UpdateUser("Kal-El"), ContractsJson.Default.UpdateUser);
        renamed.EnsureSuccessStatusCode();

        Assert.Empty(await SearchAsync(town.Stranger, "clark"));
        Assert.Equal(person.Id, Assert.Single(await SearchAsync(town.Stranger, "KAL-")).Id);
    }

    private static async Task<IReadOnlyList<PersonRef>> SearchAsync(Guest asking, string name)
    {
        var found = await asking.Http.GetFromJsonAsync(
            $"api/v1/users/search?name={Uri.EscapeDataString(name)}", ContractsJson.Default.IReadOnlyListPersonRef);
        return found!;
    }

    public sealed class Town : MeetUpServer
    {
        private static readonly string[] _names =
        [
            "Ada Lovelace", "Granada", "ЖАННА", "ΓΙΏΡΓΟΣ", "Émile", "İstanbullu", "Işık", "100%% sure", "snake__case", "a\\b", "O'Brien", "😀😀 Joy",
        ];

        public Guest Stranger { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Stranger = await SignInAsync("Stranger");
            foreach (var name in _names.Concat(Enumerable.Range(0, 25).Reverse().Select(i => $"Twin {i:00}")))
            {
                await ArriveAsync(name);
            }
        }

        /// <summary>Someone who wants to be found.</summary>
        public async Task<Guest> ArriveAsync(string name)
        {
            var guest = await SignInAsync(name);
            using var patched = await guest.Http.PatchAsJsonAsync(
                "api/v1/users/me", new UpdateUser(Discoverable: true), ContractsJson.Default.UpdateUser);
            patched.EnsureSuccessStatusCode();
            return guest;
        }
    }
}
