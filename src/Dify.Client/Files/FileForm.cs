using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace Dify.Client.Files;

/// <summary>The form that carries a file: the field <c>file</c>, and the others before it.</summary>
internal static class FileForm
{
    public static MultipartFormDataContent Create(
        HttpContent file,
        string name,
        string contentType,
        IEnumerable<KeyValuePair<string, string>> fields
    )
    {
        var form = new MultipartFormDataContent();
        foreach (var field in fields)
            form.Add(Named(new ByteArrayContent(Encoding.UTF8.GetBytes(field.Value)), $"form-data; name=\"{field.Key}\""));

        file.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        form.Add(Named(file, "form-data; name=\"file\"; " + FileNameOf(name)));
        return form;
    }

    // Plain names go as they are. For others there is the form of RFC 5987, which Dify's web server reads and prefers; the
    // plain one beside it is for those who do not know it.
    private static string FileNameOf(string name)
    {
        if (name.All(IsPlain))
            return $"filename=\"{name}\"";

        var plain = new string([.. name.Select(c => IsPlain(c) ? c : '_')]);
        return $"filename=\"{plain}\"; filename*=UTF-8''{Escape(name)}";
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~' and not ('"' or '\\' or '%');

    // Uri.EscapeDataString differs between .NET Framework and .NET in what it leaves as it is.
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var c = (char)b;
            if (c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or '_' or '~')
                text.Append(c);
            else
                text.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static HttpContent Named(HttpContent content, string disposition)
    {
        content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
        return content;
    }
}
