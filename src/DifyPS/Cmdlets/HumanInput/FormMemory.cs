using System.Collections.Generic;
using System.Linq;

namespace DifyPS;

/// <summary>The forms that this process has seen last, so that Tab knows their actions without asking.</summary>
internal static class FormMemory
{
    private const int Capacity = 100;

    private static readonly LinkedList<DifyHumanInputForm> Forms = new();

    public static void Keep(DifyHumanInputForm form)
    {
        if (form.FormToken is null)
            return;
        lock (Forms)
        {
            var before = Forms.FirstOrDefault(one => one.FormToken == form.FormToken);
            if (before is not null)
                Forms.Remove(before);
            Forms.AddFirst(form);
            if (Forms.Count > Capacity)
                Forms.RemoveLast();
        }
    }

    /// <summary>The forms of an app (any when null) with that token (any when null), the latest first.</summary>
    public static IReadOnlyList<DifyHumanInputForm> Find(string? app, string? token)
    {
        lock (Forms)
        {
            return Forms.Where(form => (app is null || Binding.AppName.Comparer.Equals(form.App, app)) && (token is null || form.FormToken == token)).ToList();
        }
    }
}
