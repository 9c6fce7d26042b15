namespace Herdbook.Templating;

/// <summary>Python's sorted(): stable, by key, each comparison charged.</summary>
internal static class Sorting
{
    /// <summary>Sorts these in place and gives them back.</summary>
    internal static Value[] Sort(Value[] items, bool reverse, IRenderContext context, Func<Value, Value>? key = null)
    {
        context.Budget.Allocate(items.Length * 40L);
        var keys = items;
        if (key is not null)
        {
            keys = new Value[items.Length];
            for (var at = 0; at < items.Length; at++)
            {
                keys[at] = key(items[at]);
            }
        }

        var order = new int[items.Length];
        for (var at = 0; at < order.Length; at++)
        {
            order[at] = at;
        }

        Merge(order, new int[order.Length], keys, reverse, context);
        var sorted = new Value[items.Length];
        for (var at = 0; at < order.Length; at++)
        {
            sorted[at] = items[order[at]];
        }

        return sorted;
    }

    /// <summary>A merge sort from the bottom up: it never fails, whatever the order of values that have none, such as NaN.</summary>
    private static void Merge(int[] order, int[] spare, Value[] keys, bool reverse, IRenderContext context)
    {
        for (var width = 1; width < order.Length; width *= 2)
        {
            for (var low = 0; low < order.Length - width; low += 2 * width)
            {
                var middle = low + width;
                var high = Math.Min(middle + width, order.Length);
                if (!Swaps(keys[order[middle - 1]], keys[order[middle]], reverse, context))
                {
                    continue;
                }

                Array.Copy(order, low, spare, low, high - low);
                var (left, right, to) = (low, middle, low);
                while (left < middle && right < high)
                {
                    order[to++] = Swaps(keys[spare[left]], keys[spare[right]], reverse, context) ? spare[right++] : spare[left++];
                }

                Array.Copy(spare, left, order, to, middle - left);
                Array.Copy(spare, right, order, to + middle - left, high - right);
            }
        }
    }

    /// <summary>Whether the right one must come before the left one; equals stay as they are, in reverse too.</summary>
    private static bool Swaps(Value left, Value right, bool reverse, IRenderContext context)
    {
        context.Budget.Charge();
        return reverse ? Comparison.Less(left, right) : Comparison.Less(right, left);
    }
}
