using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>Looks through one JSON object of a body: known columns, each once, and nothing that PostgreSQL cannot hold.</summary>
internal sealed class RowScan(TableDeclaration table, IReadOnlyList<ColumnDeclaration>? listed, bool passOver)
{
    public const int MaxDepth = 64;

    private const int LongestName = 256;

    private readonly RowInputs _inputs = RowInputs.Of(table);
    private readonly HashSet<int>? _listed = listed is null ? null : [.. listed.Select(column => RowInputs.Of(table).Place(column.Name))];

    /// <summary>A set of columns, by place.</summary>
    public ColumnPlaces None() => new(_inputs.Columns.Count);

    public IReadOnlyList<ColumnDeclaration> Columns(ColumnPlaces places) => [.. _inputs.Columns.Where((_, place) => places.Has(place))];

    /// <param name="row">One JSON value.</param>
    /// <param name="given">Takes the places of the columns that the row gives; those that were not asked for are passed over.</param>
    public void Look(ReadOnlySpan<byte> row, RowPlace place, ColumnPlaces given)
    {
        if (!Utf8.IsValid(row))
        {
            throw place.Refuse("body_encoding", "there are bytes that are no UTF-8.", remedy: "Send the body in UTF-8.");
        }

        try
        {
            var reader = new Utf8JsonReader(row, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw place.Refuse("row_not_object", "a row is a JSON object with a member for each column.", remedy: "As in {\"column\": \"value\"}.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                Member(ref reader, place, given);
            }

            reader.Read();
        }
        catch (JsonException e)
        {
            throw Invalid(place, e);
        }
    }

    /// <summary>Looks through the JSON of one column.</summary>
    public static void LookInto(ReadOnlySpan<byte> json, RowPlace place, ColumnDeclaration column)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            Text(ref reader, place, column);
        }
    }

    public static Exception Invalid(RowPlace place, JsonException e, ColumnDeclaration? column = null) => e.Message.Contains("maximum configured depth", StringComparison.Ordinal)
        ? place.Refuse("body_depth", string.Create(CultureInfo.InvariantCulture, $"it is nested more than {MaxDepth} deep."), column?.Name, $"at most {MaxDepth} levels", "Nest less.", inner: e)
        : place.Refuse("body_invalid", $"{(column is null ? "this" : column.Name)} is no JSON: {Reason(e)}", column?.Name, "JSON", "Send valid JSON; members and texts in double quotes.", inner: e);

    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? e.Message : e.Message[..end];
        return string.Create(CultureInfo.InvariantCulture, $"{reason.TrimEnd('.')} (at byte {e.BytePositionInLine + 1}).");
    }

    private void Member(ref Utf8JsonReader reader, RowPlace place, ColumnPlaces given)
    {
        var at = PlaceOf(ref reader, place);
        var column = at < 0 ? null : _inputs.Columns[at];
        if (column is not null && !given.Add(at))
        {
            throw place.Refuse("column_twice", $"{column.Name} is given twice.", column.Name, "each column once", "Give it once.");
        }

        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            Text(ref reader, place, column);
            return;
        }

        for (var depth = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > depth;)
        {
            Text(ref reader, place, column);
        }
    }

    /// <summary>-1 for a member that is passed over.</summary>
    private int PlaceOf(ref Utf8JsonReader reader, RowPlace place)
    {
        var length = reader.ValueSpan.Length;
        Span<char> name = stackalloc char[LongestName];
        Text(ref reader, place, null);
        if (length <= LongestName)
        {
            name = name[..reader.CopyString(name)];
        }
        else
        {
            name = Encoding.UTF8.GetString(reader.ValueSpan).ToCharArray();
        }

        if (_listed is null)
        {
            if (passOver && _inputs.Place(name) is >= 0 and var there && !_inputs.IsWritable(there))
            {
                return -1;
            }

            try
            {
                return _inputs.WritablePlace(name);
            }
            catch (Herdbook.Catalog.Rows.RowRefusalException e)
            {
                throw new Herdbook.Catalog.Rows.RowRefusalException(e.Code, $"{place}: {e.Message}") { Column = e.Column, Rule = e.Rule, Remedy = e.Remedy, More = place.Members() };
            }
        }

        var at = _inputs.Place(name);
        return _listed.Contains(at) ? at : -1;
    }

    /// <summary>PostgreSQL's text holds neither NUL nor half a surrogate pair; JSON can spell both.</summary>
    private static void Text(ref Utf8JsonReader reader, RowPlace place, ColumnDeclaration? column)
    {
        if (!reader.ValueIsEscaped || reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            return;
        }

        var text = reader.ValueSpan;
        for (var i = text.IndexOf((byte)'\\'); i >= 0 && i < text.Length;)
        {
            if (text[i + 1] != (byte)'u')
            {
                i += 2;
            }
            else
            {
                var unit = Unit(text, i);
                if (unit == 0)
                {
                    throw place.Refuse("text_nul", "there is a NUL character, which no text in PostgreSQL can hold.", column?.Name, "no \\u0000", "Leave it out, or write bytes to a bytea column.");
                }

                var paired = char.IsHighSurrogate((char)unit) && i + 7 < text.Length && text[i + 6] == (byte)'\\' && text[i + 7] == (byte)'u' && char.IsLowSurrogate((char)Unit(text, i + 6));
                if (char.IsSurrogate((char)unit) && !paired)
                {
                    throw place.Refuse("text_surrogate", "there is half of a surrogate pair, which is no character.", column?.Name, "whole surrogate pairs", "Send the whole pair, or the character itself in UTF-8.");
                }

                i += paired ? 12 : 6;
            }

            var next = i < text.Length ? text[i..].IndexOf((byte)'\\') : -1;
            i = next < 0 ? -1 : i + next;
        }
    }

    private static int Unit(ReadOnlySpan<byte> text, int at) => int.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

/// <summary>A set of columns by their places.</summary>
internal sealed class ColumnPlaces(int columns)
{
    private readonly ulong[] _bits = new ulong[(columns + 63) / 64];

    public bool Has(int place) => (_bits[place >> 6] & (1UL << (place & 63))) != 0;

    /// <summary>False when it was in already.</summary>
    public bool Add(int place)
    {
        var bit = 1UL << (place & 63);
        var added = (_bits[place >> 6] & bit) == 0;
        _bits[place >> 6] |= bit;
        return added;
    }

    public void Add(ColumnPlaces others)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= others._bits[i];
        }
    }

    public void Clear() => Array.Clear(_bits);

    public bool Same(ColumnPlaces other) => _bits.AsSpan().SequenceEqual(other._bits);
}
