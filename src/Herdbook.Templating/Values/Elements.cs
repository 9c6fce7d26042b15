namespace Herdbook.Templating;

/// <summary>
/// One run over the elements of a value, without boxing. A list is followed by index, so what is appended during
/// the run is met; a map whose keys change during it raises, as in Python. Does not charge: the loop does.
/// </summary>
public struct Elements
{
    private readonly object? _source;
    private readonly int _shape;
    private long _at;

    internal Elements(object? source)
    {
        _source = source;
        _shape = source switch { MapValue map => map.Shape, ViewValue view => view.Map.Shape, _ => 0 };
    }

    /// <summary>The next element, if there is one.</summary>
    public bool MoveNext(out Value value)
    {
        switch (_source)
        {
            case ListValue list:
                if (_at < list.Count)
                {
                    value = list[(int)_at++];
                    return true;
                }

                break;
            case TupleValue tuple:
                if (_at < tuple.Count)
                {
                    value = tuple[(int)_at++];
                    return true;
                }

                break;
            case MapValue map:
                if (NextEntry(map, out var entry))
                {
                    value = entry.Key;
                    return true;
                }

                break;
            case ViewValue view:
                if (NextEntry(view.Map, out entry))
                {
                    value = view.At(entry);
                    return true;
                }

                break;
            case RangeValue range:
                if (_at < range.Count)
                {
                    value = Value.From(range[_at++]);
                    return true;
                }

                break;
            case string text:
                if (_at < text.Length)
                {
                    var letter = PyText.At(text, (int)_at);
                    _at += letter.Length;
                    value = Value.From(letter);
                    return true;
                }

                break;
            case IteratorValue iterator:
                return iterator.Next(out value);
            case IEnumerator<Value> items:
                if (items.MoveNext())
                {
                    value = items.Current;
                    return true;
                }

                break;
            default:
                break;
        }

        value = default;
        return false;
    }

    private bool NextEntry(MapValue map, out MapEntry entry)
    {
        if (map.Shape != _shape)
        {
            throw new TemplateException(TemplateErrorKind.Runtime, "dictionary changed size during iteration");
        }

        var entries = map.Entries;
        while (_at < entries.Length)
        {
            entry = entries[(int)_at++];
            if (entry.IsLive)
            {
                return true;
            }
        }

        entry = default;
        return false;
    }
}
