using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Herdbook.Templating.Evaluation;

/// <summary>Text that is being written, in a pooled buffer.</summary>
internal sealed class Output(long limit) : IDisposable
{
    private const int LargestPooled = 1 << 20;

    private char[] _buffer = ArrayPool<char>.Shared.Rent(2048);
    private int _length;

    /// <summary>Whether what is written is thrown away, as the text of a template that extends another.</summary>
    internal bool IsMuted { get; set; }

    internal ReadOnlySpan<char> Written => _buffer.AsSpan(0, _length);

    internal int Length => _length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Write(string text)
    {
        var at = _length;
        if (text.Length > _buffer.Length - at || IsMuted)
        {
            WriteSlowly(text);
            return;
        }

        text.CopyTo(_buffer.AsSpan(at));
        _length = at + text.Length;
    }

    internal void Write(ReadOnlySpan<char> text)
    {
        if (IsMuted)
        {
            return;
        }

        if (text.Length > _buffer.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Writes a value as Python prints it.</summary>
    internal void Write(Value value, bool escape, Context context)
    {
        if (value.TextOrNull is { } text)
        {
            Write(!escape || value.IsMarkup ? text : Markups.Escape(text, context));
        }
        else
        {
            WriteOther(value, escape, context);
        }
    }

    internal void Clear()
    {
        _length = 0;
        IsMuted = false;
    }

    /// <summary>What is no text; apart, so that text is written without room for digits.</summary>
    private void WriteOther(Value value, bool escape, Context context)
    {
        if (value.IsInt)
        {
            Span<char> digits = stackalloc char[20];
            value.Int64.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
            Write(digits[..count]);
        }
        else if (escape)
        {
            Write(Markups.Escape(value, context));
        }
        else
        {
            Write(Printing.Str(value, context));
        }
    }

    public override string ToString() => new(_buffer, 0, _length);

    public void Dispose()
    {
        if (_buffer.Length <= LargestPooled && _buffer.Length > 0)
        {
            ArrayPool<char>.Shared.Return(_buffer);
        }

        _buffer = [];
    }

    private void WriteSlowly(string text) => Write(text.AsSpan());

    private void Grow(int more)
    {
        var needed = (long)_length + more;
        if (needed > limit)
        {
            throw new TemplateException(
                TemplateErrorKind.Limit,
                $"the template writes more than {limit} characters",
                remedy: "make the template write less, or raise MaxOutput in its limits");
        }

        var size = (int)Math.Min(Math.Max(needed, _buffer.Length * 2L), Array.MaxLength);
        var grown = size <= LargestPooled ? ArrayPool<char>.Shared.Rent(size) : new char[size];
        Written.CopyTo(grown);
        if (_buffer.Length <= LargestPooled)
        {
            ArrayPool<char>.Shared.Return(_buffer);
        }

        _buffer = grown;
    }
}
