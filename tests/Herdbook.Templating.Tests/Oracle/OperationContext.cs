namespace Herdbook.Templating.Tests;

/// <summary>What a single operation needs of a render.</summary>
internal sealed class OperationContext(OracleQuestion question, long maxSteps = 1_000_000, long maxMemory = 64 << 20) : IRenderContext
{
    public RenderBudget Budget { get; } = new(maxSteps, maxMemory, 200, Timeout.InfiniteTimeSpan, default);

    public bool Autoescape => question.Autoescape;

    public UndefinedPolicy Undefined => question.Undefined;

    public Random Random { get; } = new(1);

    public Value ApplyFilter(string name, CallArguments arguments) => BuiltInFilters.All.TryGetValue(name, out var filter)
        ? filter(arguments, this)
        : throw new TemplateException(TemplateErrorKind.Runtime, $"No filter named '{name}'.");

    public bool ApplyTest(string name, CallArguments arguments) => BuiltInTests.All.TryGetValue(name, out var test)
        ? test(arguments, this)
        : throw new TemplateException(TemplateErrorKind.Runtime, $"No test named '{name}'.");

    /// <summary>What we answer: repr() of the result, or the kind of our refusal.</summary>
    internal OracleAnswer Answer()
    {
        var before = RenderBudget.Exchange(Budget);
        try
        {
            return new OracleAnswer(Printing.Repr(Plain(Apply()), this), null, null);
        }
        catch (TemplateException exception)
        {
            return new OracleAnswer(null, exception.Kind == TemplateErrorKind.Undefined ? "undefined" : "runtime", $"{exception.Kind}: {exception.Message}");
        }
        finally
        {
            RenderBudget.Exchange(before);
        }
    }

    private Value Apply()
    {
        var arguments = question.Arguments;
        var call = new CallArguments([.. arguments, .. question.Named.Values], question.Named.Count == 0 ? null : [.. question.Named.Keys]);
        switch (question.Kind)
        {
            case "filter":
                return ApplyFilter(question.Name, call);
            case "test":
                return Value.From(ApplyTest(question.Name, call));
            case "item":
                return Subscripts.GetItem(arguments[0], arguments[1], this);
            case "method":
                var result = Callables.Call(Subscripts.GetAttribute(arguments[0], question.Name, this), call.Skip(1), this);
                return question.WithSelf ? Value.Tuple(result, arguments[0]) : result;
            default:
                return Operate(question.Name, arguments);
        }
    }

    private Value Operate(string sign, Value[] values)
    {
        var (left, right) = (values[0], values.Length > 1 ? values[1] : Value.None);
        return sign switch
        {
            "+" => Operators.Add(left, right, this),
            "-" => Operators.Subtract(left, right, this),
            "*" => Operators.Multiply(left, right, this),
            "/" => Operators.Divide(left, right, this),
            "//" => Operators.FloorDivide(left, right, this),
            "%" => Operators.Modulo(left, right, this),
            "**" => Operators.Power(left, right, this),
            "==" => Value.From(left == right),
            "!=" => Value.From(left != right),
            "<" => Value.From(Comparison.Order(left, right, "<") is < 0),
            "<=" => Value.From(Comparison.Order(left, right, "<=") is <= 0),
            ">" => Value.From(Comparison.Order(left, right, ">") is > 0),
            ">=" => Value.From(Comparison.Order(left, right, ">=") is >= 0),
            "in" => Value.From(Sequences.Contains(right, left, this)),
            "neg" => Operators.Negate(left, this),
            "pos" => Operators.Plus(left),
            "not" => Value.From(!left.IsTrue),
            "str" => Value.From(Printing.Str(left, this)),
            "repr" => Value.From(Printing.Repr(left, this)),
            "hash" => HashesAgree(left, right),
            "slice" => Subscripts.Slice(left, values[1], values[2], values[3], this),
            _ => throw new ArgumentException(sign),
        };
    }

    private static Value HashesAgree(Value left, Value right)
    {
        Hashing.Require(left);
        Hashing.Require(right);
        return Value.From(Hashing.Of(left) == Hashing.Of(right));
    }

    /// <summary>What is made while it is read is laid out; all else stays.</summary>
    private Value Plain(Value value)
    {
        if (value.Kind != ValueKind.Iterator)
        {
            return value;
        }

        var list = new ListValue();
        foreach (var item in Sequences.ToList(value, this))
        {
            list.Add(Plain(item));
        }

        return Value.From(list);
    }
}
