using CsCheck;
using MeetUp.Server.Features.Users;

namespace MeetUp.UnitTests.Auth;

public sealed class NameTests
{
    [Theory]
    [InlineData("Ada", "Ada")]
    [InlineData("  Ada ", "Ada")]
    [InlineData("\u202EAda\u0000", "Ada")]
    [InlineData("\uD800Ada", "Ada")]
    [InlineData(null, "Guest")]
    [InlineData("", "Guest")]
    [InlineData(" \u200B ", "Guest")]
    public void Nearest_KeepsWhatItCan(string? text, string name) => Assert.Equal(name, DisplayNames.Nearest(text));

    [Fact]
    public void Nearest_IsAlwaysAName_WhateverAnIssuerSays() =>
        Gen.String[Gen.Char, 0, 200].Sample(text => DisplayNames.Refuses(DisplayNames.Nearest(text), out _) is null);

    [Fact]
    public void Nearest_CutsBetweenCharacters_NotThroughOne()
    {
        var name = DisplayNames.Nearest(new string('x', 63) + "😀😀");

        Assert.Equal(new string('x', 63) + "😀", name);
    }

    [Theory]
    [InlineData("istanbul", "İSTANBUL")]
    [InlineData("ıŞıK", "IşIk")]
    [InlineData("жанна", "ЖАННА")]
    [InlineData("γιώργος", "ΓΙΏΡΓΟΣ")]
    public void Fold_MakesAllSpellingsOne(string one, string other) => Assert.Equal(SearchNames.Fold(one), SearchNames.Fold(other));

    [Fact]
    public void Fold_NeverGrows_SoTheColumnIsWideEnough() =>
        Gen.String[Gen.Char, 0, 64].Sample(text => SearchNames.Fold(text).Length == text.Length);
}
