using System;
using System.Linq;
using System.Text;
using Dify.Client.Transport.Redaction;
using Xunit;

namespace Dify.Client.Tests.Secrets;

/// <summary>What is taken out of texts, and what stays in them.</summary>
public sealed class RedactorTests
{
    // As Dify makes them, too.
    private static readonly string[] Keys = [SecretForms.Key, "app-Xa81hL5bWkq9ZrT3mNpYvC2d", "dataset-Xa81hL5bWkq9ZrT3mNpYvC2d"];

    public static TheoryData<string> AllForms => [.. SecretForms.All];

    [Theory]
    [MemberData(nameof(AllForms))]
    public void A_key_is_found_in_every_form(string form)
    {
        foreach (var key in Keys)
        {
            var written = SecretForms.Write(form, key);

            var text = Redact($"before {written} behind", key);

            Assert.False(SecretForms.Shows(text, key), text);
            Assert.DoesNotContain(written, text, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("before ", text, StringComparison.Ordinal);
            Assert.EndsWith(" behind", text, StringComparison.Ordinal);
            Assert.Contains("[API key]", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("us")]
    [InlineData("ann:")]
    [InlineData("Bearer ")]
    public void Base64_leaves_no_digit_of_a_key_that_it_shares_with_others(string before)
    {
        foreach (var key in Keys)
        {
            foreach (var behind in new[] { "", "\n", ":b", "end" })
            {
                var digits = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + key + behind)).TrimEnd('=');
                var first = before.Length * 8 / 6;
                var end = (((before.Length + key.Length) * 8) + 5) / 6;

                var left = Redact($"'{digits}'", key).Trim('\'').Split("[API key]");

                Assert.Equal(2, left.Length);
                Assert.InRange(left[0].Length, 0, first);
                Assert.InRange(left[1].Length, 0, Math.Max(0, digits.Length - end));
            }
        }
    }

    [Theory]
    [InlineData("nothing at all")]
    [InlineData("app-Xa81hL5, another key")]
    [InlineData("100% \\ &amp; = %zz \\u12 &#; &#x; \\u{} &unknown; %u0 =3 \\")]
    [InlineData("C:\\new\\table\\x64 and https://dify.test/v1?a=1&b=2")]
    [InlineData(
        "97 112 112 45 and \\141\\160\\160\\55 and 610070007000 and YQBwAHAALQA= and 0x61, 0x70, 0x70 and 2026-07-01 12:30:59.123456789012345"
    )]
    [InlineData("写 مرحبا 😀 \\ud83d\\ude00")]
    [InlineData("")]
    public void Other_text_stays_as_it_is(string text) => Assert.All(Keys, key => Assert.Equal(text, Redact(text, key)));

    [Fact]
    public void Every_one_of_several_is_taken_out() =>
        Assert.Equal("a [API key] b [API key][API key]-c", Redact($"a {Keys[1]} b {Keys[1]}{Keys[1]}-c", Keys[1]));

    [Theory]
    [InlineData("bad token app-0123456789abcdefXY, sk-0123456789abcdefXY", "bad token [API key], [API key]")]
    [InlineData("{\"t\":\"dataset-0123456789abcdef\"}", "{\"t\":\"[API key]\"}")]
    [InlineData("t%3Dapp%2D0123456789abcdef", "t%3D[API key]")]
    [InlineData("app-store, app-0123456789abcde, webapp-0123456789abcdef", "app-store, app-0123456789abcde, webapp-0123456789abcdef")]
    public void What_has_the_form_of_a_key_is_taken_out_whoever_has_it(string text, string expected) =>
        Assert.Equal(expected, Redactor.Redact(text));

    [Theory]
    [InlineData("short", "the short one, shortly: short", "the [password] one, shortly: [password]")]
    [InlineData("pw1", "pw1 is no secret", "pw1 is no secret")]
    [InlineData("hunter-2", "xhunter-2x hunter%2d2", "x[password]x [password]")]
    public void A_password_that_could_be_a_word_is_taken_out_where_it_stands_alone(string password, string text, string expected) =>
        Assert.Equal(expected, Redactor.Redact(text, new Secret(password, "[password]")));

    [Theory]
    [InlineData("at http://bob:pw@proxy:8080/x", "at http://[user]@proxy:8080/x")]
    [InlineData("'http://bob:p@w@proxy'", "'http://[user]@proxy'")]
    [InlineData("http:\\/\\/bob:pw@proxy", "http:\\/\\/[user]@proxy")]
    [InlineData("socks5%3A%2F%2Fbob%3Apw%40proxy", "socks5%3A%2F%2F[user]%40proxy")]
    [InlineData("https://dify.test/a@b", "https://dify.test/a@b")]
    [InlineData("mail to a@b.test", "mail to a@b.test")]
    public void Addresses_lose_their_users(string text, string expected) => Assert.Equal(expected, Redactor.Redact(text));

    [Theory]
    [InlineData("%25")]
    [InlineData("&amp;")]
    [InlineData("\\\\")]
    [InlineData("<a ")]
    [InlineData("&#")]
    [InlineData("://")]
    [InlineData("=3D")]
    [InlineData("\\141")]
    [InlineData("\\x{61")]
    [InlineData("97 112 ")]
    [InlineData("6100")]
    [InlineData("app-Xa81hL5bWkq9 ")]
    public void The_time_grows_with_the_length_alone(string piece)
    {
        // Counted in what is read, not in seconds: a text of two million characters would not come back if it were squared.
        var text = string.Concat(Enumerable.Repeat(piece, 2_000_000 / piece.Length));

        Assert.NotNull(Redact(text + Keys[1], Keys[1]));
        Assert.DoesNotContain(Keys[1], Redact(text + Keys[1], Keys[1]), StringComparison.Ordinal);
    }

    private static string Redact(string text, string key) => Redactor.Redact(text, new Secret(key, "[API key]"));
}
