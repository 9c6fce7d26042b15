namespace Herdbook.Core.Rows.Bodies;

/// <summary>One record of RFC 4180, found in bytes: its fields, and what of them was quoted.</summary>
internal sealed class CsvRecord
{
    private readonly List<CsvField> _fields = [];

    public IReadOnlyList<CsvField> Fields => _fields;

    /// <summary>Bytes of the record with its line end.</summary>
    public int Length { get; private set; }

    /// <summary>Line ends in it, its own included.</summary>
    public int Lines { get; private set; }

    /// <returns>False when the record's end is not there yet.</returns>
    /// <exception cref="CsvFaultException">It is no CSV.</exception>
    public bool Read(ReadOnlySpan<byte> bytes, bool ended)
    {
        _fields.Clear();
        Lines = 0;
        for (var at = 0; ;)
        {
            var start = at;
            var quoted = at < bytes.Length && bytes[at] == (byte)'"';
            if (quoted && !Quoted(bytes, ended, ref at))
            {
                return false;
            }
            else if (!quoted)
            {
                var end = bytes[at..].IndexOfAny(",\r\n\""u8);
                at = end < 0 ? bytes.Length : at + end;
                if (at < bytes.Length && bytes[at] == (byte)'"')
                {
                    throw new CsvFaultException(Lines, "a quote stands within a field that does not begin with one");
                }
            }

            if (at == bytes.Length && !ended)
            {
                return false;
            }

            _fields.Add(quoted ? new CsvField(start + 1, at - start - 2, true) : new CsvField(start, at - start, false));
            if (at == bytes.Length || bytes[at] != (byte)',')
            {
                return End(bytes, at, ended);
            }

            at++;
        }
    }

    /// <summary>The field's text, in UTF-8: doubled quotes stand once.</summary>
    public static byte[] Text(ReadOnlySpan<byte> bytes, CsvField field)
    {
        var raw = bytes.Slice(field.Start, field.Length);
        if (!field.Quoted || raw.IndexOf((byte)'"') < 0)
        {
            return raw.ToArray();
        }

        var text = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            text[length++] = raw[i];
            i += raw[i] == (byte)'"' ? 1 : 0;
        }

        return text[..length];
    }

    private bool Quoted(ReadOnlySpan<byte> bytes, bool ended, ref int at)
    {
        for (at++; ;)
        {
            var quote = bytes[at..].IndexOf((byte)'"');
            if (quote < 0)
            {
                return ended ? throw new CsvFaultException(Lines, "a quoted field has no end") : false;
            }

            Lines += bytes.Slice(at, quote).Count((byte)'\n');
            at += quote + 1;
            if (at == bytes.Length)
            {
                return ended;
            }

            if (bytes[at] != (byte)'"')
            {
                return bytes[at] is (byte)',' or (byte)'\r' or (byte)'\n' ? true : throw new CsvFaultException(Lines, "something follows a field's closing quote");
            }

            at++;
        }
    }

    private bool End(ReadOnlySpan<byte> bytes, int at, bool ended)
    {
        if (at < bytes.Length && bytes[at] == (byte)'\r')
        {
            at++;
            if (at == bytes.Length && !ended)
            {
                return false;
            }
        }

        if (at < bytes.Length && bytes[at] == (byte)'\n')
        {
            at++;
        }

        Lines++;
        Length = at;
        return true;
    }
}

/// <summary>Where a field's content stands in the record's bytes, its quotes left out.</summary>
internal readonly record struct CsvField(int Start, int Length, bool Quoted);

/// <param name="line">Line ends between the record's beginning and the fault.</param>
internal sealed class CsvFaultException(int line, string what) : Exception(what)
{
    public int Line { get; } = line;
}
