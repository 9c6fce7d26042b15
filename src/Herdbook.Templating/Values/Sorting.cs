namespace Herdbook.Templating;

/// <summary>Python's sorted(): stable, by key, each comparison charged.</summary>
internal static class Sorting
{
    /// <summary>These in their order; the array given is left as it is.</summary>
    /// <param name="asLists">Whether keys compare as Python compares lists: equals that have no order do not raise.</param>
    internal static Value[] Sort(Value[] items, bool reverse, IRenderContext context, Func<Value, Value>? key = null, bool asLists = false)
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

        // Equals stay as they are, in reverse too.
        Merge(order, keys, Order(reverse, asLists), context);
        var sorted = new Value[items.Length];
        for (var at = 0; at < order.Length; at++)
        {
            sorted[at] = items[order[at]];
        }

        return sorted;
    }

    private static Func<Value, Value, bool> Order(bool reverse, bool asLists) => (reverse, asLists) switch
    {
        (false, false) => Comparison.Less,
        (true, false) => static (right, left) => Comparison.Less(left, right),
        (false, true) => LessInList,
        _ => static (right, left) => LessInList(left, right),
    };

    private static bool LessInList(Value left, Value right) =>
        (left.IsNumber && right.IsNumber) || (left.IsString && right.IsString)
            ? Comparison.Less(left, right)
            : !Comparison.AreAlike(left, right) && Comparison.Less(left, right);

    /// <summary>
    /// A merge sort from the bottom up over the order of these keys, each comparison charged. It never fails, whatever
    /// the order of values that have none, such as NaN.
    /// </summary>
    internal static void Merge(int[] order, Value[] keys, Func<Value, Value, bool> precedes, IRenderContext context)
    {
        var spare = new int[order.Length];
        for (var width = 1; width < order.Length; width *= 2)
        {
            for (var low = 0; low < order.Length - width; low += 2 * width)
            {
                var middle = low + width;
                var high = Math.Min(middle + width, order.Length);
                if (!RightFirst(order[middle - 1], order[middle]))
                {
                    continue;
                }

                Array.Copy(order, low, spare, low, high - low);
                var (left, right, to) = (low, middle, low);
                while (left < middle && right < high)
                {
                    order[to++] = RightFirst(spare[left], spare[right]) ? spare[right++] : spare[left++];
                }

                Array.Copy(spare, left, order, to, middle - left);
                Array.Copy(spare, right, order, to + middle - left, high - right);
            }
        }

        bool RightFirst(int left, int right)
        {
            context.Budget.Charge();
            return precedes(keys[right], keys[left]);
        }
    }
}
