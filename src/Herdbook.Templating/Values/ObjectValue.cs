namespace Herdbook.Templating;

/// <summary>What a host or the language itself adds to Python's types. There is no reflection: it shows what it overrides.</summary>
public abstract class ObjectValue
{
    /// <summary>The type's name in messages.</summary>
    public virtual string TypeName => "object";

    /// <summary>Whether it counts as true.</summary>
    public virtual bool IsTrue => true;

    /// <summary>What printing it gives.</summary>
    public virtual string Print(IRenderContext? context) => $"<{TypeName} object>";

    /// <summary>Whether printing it gives what is safe in HTML.</summary>
    public virtual bool PrintsMarkup => false;

    /// <summary>An attribute, by a dot or by a string in brackets.</summary>
    public virtual bool TryGetAttribute(string name, IRenderContext context, out Value value)
    {
        value = default;
        return false;
    }

    /// <summary>Its elements, or null when it cannot be iterated.</summary>
    public virtual IEnumerator<Value>? Iterate(IRenderContext? context) => null;

    /// <summary>How many elements, or null when it has no length.</summary>
    public virtual long? Length => null;
}
