using System;
using System.Linq;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Names that look the same are the same, or one of them is refused.</summary>
public sealed class AppNameTests
{
    public static TheoryData<int> Unseen =>
        [
            .. new[]
            {
                0x00AD,
                0x034F,
                0x061C,
                0x115F,
                0x1160,
                0x17B4,
                0x17B5,
                0x180B,
                0x180E,
                0x180F,
                0x200B,
                0x200C,
                0x200D,
                0x200E,
                0x200F,
                0x202A,
                0x202E,
                0x2060,
                0x2065,
                0x2066,
                0x2069,
                0x206F,
                0x2800,
                0x3164,
                0xFE00,
                0xFE0E,
                0xFE0F,
                0xFEFF,
                0xFFA0,
                0xFFF9,
                0xFFFC,
                0xFFFE,
                0xFFFF,
                0xFDD0,
                0x1BCA0,
                0x1D159,
                0x1D173,
                0xE0001,
                0xE0020,
                0xE0041,
                0xE007F,
                0xE0080,
                0xE0100,
                0xE01EF,
                0x1FFFE,
                0x10FFFF,
                // Spaces that look like one, what has a look of its own on each machine, and ends of lines.
                0x00A0,
                0x2003,
                0x202F,
                0x205F,
                0x3000,
                0xE000,
                0xF8FF,
                0xF0000,
                0x100000,
                0x2028,
                0x2029,
            },
        ];

    [Theory]
    [MemberData(nameof(Unseen))]
    public void A_character_that_cannot_be_seen_is_in_no_name(int codePoint)
    {
        // Noncharacters have no place in a name either; they are made here as text is, two halves to one.
        var unseen = char.ConvertFromUtf32(codePoint);
        foreach (var name in new[] { $"c{unseen}at", $"cat{unseen}x", $"猫{unseen}猫" })
            Assert.Contains($"U+{codePoint:X4}", Assert.Throws<DifyCommandException>(() => AppName.Validate(name)).Message);
    }

    [Theory]
    [InlineData('\uD83D')]
    [InlineData('\uDC08')]
    public void Half_a_character_is_in_no_name(char half) =>
        Assert.Equal("InvalidAppName", Assert.Throws<DifyCommandException>(() => AppName.Validate("cat" + half + "x")).ErrorId);

    [Theory]
    [InlineData("\u2764\uFE0F")] // a red heart
    [InlineData("1\uFE0F\u20E3 first")] // a key cap
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467")] // a family
    [InlineData("\U0001F3F3\uFE0F\u200D\U0001F308")] // a flag of a form and a sign
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F680")] // with a tone of skin
    [InlineData("می\u200cخواهم")] // Persian
    [InlineData("क्\u200dष")] // Hindi
    [InlineData("\u0915\u093C\u094D\u200D\u0937")] // a consonant with a dot
    [InlineData("ශ්\u200dරී ලංකා")] // Sinhala
    [InlineData("ক্\u200cষ")] // Bengali
    [InlineData("Ünïcödé ñame")]
    [InlineData("\U0001F6F8 ufo")]
    public void What_shows_as_people_mean_it_is_a_name(string name) => Assert.Equal(name, AppName.Validate(name));

    [Theory]
    [InlineData("cat\u200D")]
    [InlineData("cat\uFE0F")]
    [InlineData("1\uFE0F")]
    [InlineData("\u200D\U0001F468")]
    [InlineData("\U0001F468\u200D")]
    [InlineData("\U0001F468\u200Dx")]
    [InlineData("\U0001F468\uFE0F\uFE0F")]
    [InlineData("دا\u200cد")] // a letter that does not join
    [InlineData("سلام\u200c")]
    [InlineData("क्\u200d")] // nothing behind the virama that would be joined
    [InlineData("क्\u200c")]
    [InlineData("क्\u200d ष")]
    [InlineData("क्\u200d-1")]
    [InlineData("क्\u200dx")]
    [InlineData("क्\u200d\u200dष")]
    [InlineData("क्\u200d्ष")]
    [InlineData("x्\u200dक")] // and nothing before it
    [InlineData("्\u200dक")]
    public void A_joiner_that_does_nothing_is_in_no_name(string name) => Assert.Throws<DifyCommandException>(() => AppName.Validate(name));

    [Theory]
    [InlineData("\u2764\uFE0F", "\u2764")]
    [InlineData("\U0001F408\u200D\u2B1B", "\U0001F408\u2B1B")]
    [InlineData("\U0001F3F3\uFE0F\u200D\U0001F308 team", "\U0001F3F3\U0001F308 TEAM")]
    public void Forms_of_an_emoji_make_no_other_name(string one, string other)
    {
        Assert.True(AppName.Comparer.Equals(one, other));
        Assert.Equal(AppName.Comparer.GetHashCode(one), AppName.Comparer.GetHashCode(other));
        Assert.Equal(0, AppName.Comparer.Compare(one, other));
    }

    [Fact]
    public void Joiners_of_letters_do_make_another_name() => Assert.False(AppName.Comparer.Equals("می\u200cخواهم", "میخواهم"));

    [Theory]
    [InlineData("a\U000E0041\u3164b\u034F.txt", "ab.txt")]
    [InlineData("9.41\u202FAM.png", "9.41 AM.png")]
    [InlineData("\u2764\uFE0F.png", "\u2764\uFE0F.png")]
    public void Names_of_files_have_nothing_that_cannot_be_seen(string name, string expected) =>
        Assert.Equal(expected, SafeFileName.From(name));

    [Fact]
    public void No_name_of_letters_or_digits_is_refused() =>
        Assert.Empty(
            Enumerable
                .Range(0x21, 0x3134F)
                .Where(c => c is < 0xD800 or > 0xDFFF && char.IsLetterOrDigit(char.ConvertFromUtf32(c), 0) && UnseenCharacters.Contains(c))
                .Where(c => c is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0x13430 and <= 0x1345F)))
                .Select(c => $"U+{c:X4}")
        );
}
