namespace Herdbook.Templating.Parsing;

/// <summary>Where something stands in a source, both from 1.</summary>
internal readonly record struct Place(int Line, int Column);

/// <summary>What a piece of source is.</summary>
internal enum TokenKind
{
    Eof,
    Data,
    VariableBegin,
    VariableEnd,
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    Tilde,
    LeftBracket,
    RightBracket,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Assign,
    Dot,
    Colon,
    Pipe,
    Comma,
    Semicolon,
}

/// <summary>A piece of source.</summary>
/// <param name="Text">The name, the data, the string's content or the operator.</param>
/// <param name="Number">The value of an Integer or a Float.</param>
internal readonly record struct Token(TokenKind Kind, string Text, Place Place, Value Number = default)
{
    internal bool Is(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>How a message names it.</summary>
    internal string Describe() => Kind switch
    {
        TokenKind.Eof => "end of template",
        TokenKind.Data => "template data / text",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.String => "string",
        TokenKind.Integer => "integer",
        TokenKind.Float => "float",
        _ => Text,
    };
}
