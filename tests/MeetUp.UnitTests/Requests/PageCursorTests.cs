using CsCheck;
using MeetUp.Server.Http;

namespace MeetUp.UnitTests.Requests;

public sealed class PageCursorTests
{
    [Fact]
    public void Cursor_SurvivesARoundTrip() =>
        Gen.Select(Gen.Long[0, DateTimeOffset.MaxValue.Ticks], Gen.Guid).Sample((ticks, id) =>
        {
            var cursor = new PageCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
            return PageCursor.TryRead(cursor.ToString(), out var read) && read == cursor;
        });

    [Fact]
    public void Cursor_NeverThrows_WhateverTheText() =>
        Gen.String.Sample(text => PageCursor.TryRead(text, out var read) == (read is not null));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("________________________________")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%=")]
    public void Cursor_IsRefused_WhenItIsNoneOfOurs(string text) => Assert.False(PageCursor.TryRead(text, out _));
}
