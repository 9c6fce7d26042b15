namespace Herdbook.Templating;

/// <summary>What namespace() gives: attributes that an inner scope may set.</summary>
public sealed class NamespaceValue : ObjectValue
{
    private readonly MapValue _attributes = new();

    public override string TypeName => "Namespace";

    public override bool TryGetAttribute(string name, IRenderContext context, out Value value) =>
        _attributes.TryGet(name, out value);

    /// <summary>Sets an attribute.</summary>
    public void Set(string name, Value value) => _attributes.Set(name, value);

    internal MapValue Attributes => _attributes;

    public override string Print(IRenderContext? context) => $"<Namespace {Printing.Repr(Value.From(_attributes), context)}>";
}
