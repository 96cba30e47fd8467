using System.Text;
using DifyPS.Common;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("a.pdf", "a.pdf")]
    [InlineData("猫 \U0001F408.pdf", "猫 \U0001F408.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("..\\..\\Windows\\a.exe", "a.exe")]
    [InlineData("C:\\a.txt", "a.txt")]
    [InlineData("a:stream.txt", "a_stream.txt")]
    [InlineData("..", null)]
    [InlineData("...", null)]
    [InlineData(" . ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("a/", null)]
    [InlineData(".bashrc", "bashrc")]
    [InlineData(". .profile", "profile")]
    [InlineData("a.txt. . ", "a.txt")]
    [InlineData("a\u0000b\r\n\u001b[31m.txt", "ab[31m.txt")]
    [InlineData("photo\u202Egnp.exe", "photognp.exe")]
    [InlineData("con", "_con")]
    [InlineData("CON .txt", "_CON .txt")]
    [InlineData("aux.tar.gz", "_aux.tar.gz")]
    [InlineData("COM1.log", "_COM1.log")]
    [InlineData("lpt\u00B9", "_lpt\u00B9")]
    [InlineData("console.log", "console.log")]
    [InlineData("what?*<>|\".txt", "what______.txt")]
    public void A_name_stays_in_its_folder(string? name, string? expected) => Assert.Equal(expected, SafeFileName.From(name));

    [Fact]
    public void Half_a_character_is_left_out() => Assert.Equal("a.txt", SafeFileName.From("a\uD83D.txt"));

    [Theory]
    [InlineData('a')]
    [InlineData('猫')]
    public void A_long_name_is_cut_and_keeps_its_extension(char c)
    {
        var name = SafeFileName.From(new string(c, 400) + ".pdf")!;
        Assert.EndsWith(c + ".pdf", name);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 190, 200);
    }
}
