using System.Globalization;

namespace Herdbook.Templating;

/// <summary>What filters take by attribute: a path of names and numbers with dots, or one key.</summary>
internal sealed class AttributeGetter
{
    private readonly Value[] _parts;
    private readonly Value _default;
    private readonly IRenderContext _context;

    /// <param name="attribute">None for the element itself.</param>
    /// <param name="otherwise">What stands for what is undefined; None for nothing.</param>
    internal AttributeGetter(Value attribute, Value otherwise, IRenderContext context) =>
        (_parts, _default, _context) = (Parts(attribute), otherwise, context);

    internal Value Get(Value element)
    {
        foreach (var part in _parts)
        {
            _context.Budget.Charge();
            element = Subscripts.GetItem(element, part, _context);
            if (element.IsUndefined && !_default.IsNone)
            {
                element = _default;
            }
        }

        return element;
    }

    /// <summary>Text in small letters, anything else as it is: how filters sort and compare without regard to case.</summary>
    internal static Value IgnoreCase(Value value) => value.IsString ? Value.From(StringCases.Lower(value.Text)) : value;

    private static Value[] Parts(Value attribute)
    {
        if (attribute.IsNone)
        {
            return [];
        }

        if (attribute.TextOrNull is not { } path)
        {
            return [attribute];
        }

        var names = path.Split('.');
        var parts = new Value[names.Length];
        for (var at = 0; at < names.Length; at++)
        {
            var isNumber = long.TryParse(names[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            parts[at] = isNumber ? Value.From(number) : Value.From(names[at]);
        }

        return parts;
    }
}
