namespace Herdbook.Catalog;

/// <summary>Orders things so that each stands after what it needs.</summary>
internal static class Dependencies
{
    public static List<string> Order(IEnumerable<string> all, Func<string, IEnumerable<string>> needs)
    {
        var ordered = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in all)
        {
            Visit(one);
        }

        return ordered;

        void Visit(string one)
        {
            if (seen.Add(one))
            {
                foreach (var needed in needs(one).Order(StringComparer.Ordinal))
                {
                    Visit(needed);
                }

                ordered.Add(one);
            }
        }
    }

    /// <summary>One that needs itself, through others or at once; null when there is none.</summary>
    public static string? Circle(IEnumerable<string> all, Func<string, IEnumerable<string>> needs)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var open = new HashSet<string>(StringComparer.Ordinal);
        return all.FirstOrDefault(Turns);

        bool Turns(string one)
        {
            if (done.Contains(one))
            {
                return false;
            }

            if (!open.Add(one))
            {
                return true;
            }

            var turns = needs(one).Any(Turns);
            open.Remove(one);
            done.Add(one);
            return turns;
        }
    }
}
