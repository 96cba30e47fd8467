using System.Collections.Generic;
using System.Linq;
using DifyPS.Binding;

namespace DifyPS.Completion;

/// <summary>The end users that this process ran apps for, so that Tab knows them.</summary>
internal static class UserMemory
{
    private const int Capacity = 50;

    private static readonly LinkedList<(string App, string User)> Users = new();

    /// <summary>Notes a user beside the binding's own.</summary>
    public static void Keep(AppBinding binding, string user)
    {
        if (user == binding.User)
            return;
        lock (Users)
        {
            var one = (binding.Name, user);
            if (Users.First?.Value == one)
                return;
            Users.Remove(one);
            Users.AddFirst(one);
            if (Users.Count > Capacity)
                Users.RemoveLast();
        }
    }

    /// <summary>An app's users, the latest first.</summary>
    public static IReadOnlyList<string> Of(string app)
    {
        lock (Users)
        {
            return Users.Where(one => AppName.Comparer.Equals(one.App, app)).Select(one => one.User).ToList();
        }
    }
}
