using Herdbook.Core.Herd;

namespace Herdbook.Server.Pages;

/// <summary>
/// One colour per model, agent and project, the same on every page. The name's hash chooses the slot; a taken slot passes to the next free one,
/// in the order in which the book met the names, so a colour stays when new names come.
/// </summary>
public sealed class Palette
{
    /// <summary>Slots s0 to s11 of herdbook.css, one set for light and one for dark.</summary>
    public const int Slots = 12;

    private readonly Dictionary<(string Kind, string Code), int> slots = [];

    public Palette(IEnumerable<KnownName> known)
    {
        foreach (var kind in known.GroupBy(name => name.Kind))
        {
            var taken = new bool[Slots];
            var count = 0;
            foreach (var name in kind)
            {
                var slot = Hash(name.Code);
                while (taken[slot])
                {
                    slot = (slot + 1) % Slots;
                }

                taken[slot] = true;
                slots[(name.Kind, name.Code)] = slot;
                if (++count % Slots == 0)
                {
                    Array.Clear(taken);
                }
            }
        }
    }

    /// <summary>The slot of a name, from 0 to 11; -1 for what has no name.</summary>
    public int Slot(string kind, string? code) =>
        code is null or "(none)" ? -1 : slots.TryGetValue((kind, code), out var slot) ? slot : Hash(code);

    /// <summary>FNV-1a: the same on every machine and in every version.</summary>
    private static int Hash(string code)
    {
        var hash = 2166136261u;
        foreach (var letter in code)
        {
            hash = unchecked((hash ^ letter) * 16777619u);
        }

        return (int)(hash % Slots);
    }
}
