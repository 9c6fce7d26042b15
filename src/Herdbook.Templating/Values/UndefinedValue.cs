namespace Herdbook.Templating;

/// <summary>What stands where a name, an attribute or an element does not exist; it knows which.</summary>
public sealed class UndefinedValue
{
    private readonly Value _owner;
    private readonly Value _name;
    private readonly string? _hint;

    /// <summary>A name that no scope has; or, with a hint, anything else that is not there.</summary>
    public UndefinedValue(UndefinedPolicy policy, string? name, string? hint = null)
    {
        (Policy, _hint, _owner) = (policy, hint, Value.Missing);
        _name = Value.From(name);
    }

    /// <summary>An attribute or an element that its owner does not have.</summary>
    public UndefinedValue(UndefinedPolicy policy, Value owner, Value name)
    {
        (Policy, _owner, _name) = (policy, owner, name);
    }

    public UndefinedPolicy Policy { get; }

    /// <summary>The name, where it has one.</summary>
    public string? Name => _name.TextOrNull;

    /// <summary>What is said when it is used, in Jinja2's words.</summary>
    public string Message
    {
        get
        {
            if (_hint is not null)
            {
                return _hint;
            }

            if (_owner.IsMissing)
            {
                return $"{Printing.Repr(_name)} is undefined";
            }

            var owner = _owner.IsNone ? "None" : $"{TypeNames.Of(_owner)} object";
            return _name.IsString
                ? $"'{owner}' has no attribute {Printing.Repr(_name)}"
                : $"{owner} has no element {Printing.Repr(_name)}";
        }
    }

    internal string TypeName => Policy switch
    {
        UndefinedPolicy.Strict => "StrictUndefined",
        UndefinedPolicy.Chainable => "ChainableUndefined",
        _ => "Undefined",
    };

    /// <summary>The exception that using it raises.</summary>
    public TemplateException Failure() => new(
        TemplateErrorKind.Undefined, Message, remedy: "pass it, set it, or give it a value with the filter default");

    /// <summary>Raises under the strict policy.</summary>
    /// <exception cref="TemplateException">The policy is strict.</exception>
    public void FailIfStrict()
    {
        if (Policy == UndefinedPolicy.Strict)
        {
            throw Failure();
        }
    }

    internal bool Truth()
    {
        FailIfStrict();
        return false;
    }
}
