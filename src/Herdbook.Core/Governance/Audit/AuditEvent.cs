using System.Text.Json.Nodes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>What a write does, in the words of the audit log. Made for one call; the work may add to it until it returns.</summary>
/// <param name="type">Module or noun, a full stop, and the verb: `rows.update`, `approvals.decide`. At most 100 characters.</param>
public sealed class AuditEvent(string type)
{
    private List<AuditEvent>? _others;

    public string Type { get; } = type;

    /// <summary>The table of what it is about, as module.table; null where it is about no row.</summary>
    public string? SubjectType { get; set; }

    /// <summary>The key of what it is about, as text.</summary>
    public string? SubjectId { get; set; }

    /// <summary>Details. Numbers are long, int or decimal; never a secret.</summary>
    public JsonObject Data { get; } = [];

    /// <summary>Whether there is nothing to tell: the work found that nothing had to be done, and wrote nothing.</summary>
    public bool IsNothing { get; private set; }

    internal IReadOnlyList<AuditEvent> Others => _others ?? [];

    /// <summary>Says what it is about.</summary>
    public AuditEvent About(string table, string key)
    {
        SubjectType = table;
        SubjectId = key;
        return this;
    }

    /// <summary>Adds a detail.</summary>
    public AuditEvent With(string name, JsonNode? value)
    {
        Data[name] = value;
        return this;
    }

    /// <summary>Another entry of the same transaction, for what happened beside this.</summary>
    public void Also(AuditEvent other) => (_others ??= []).Add(other);

    /// <summary>A mark of progress in a table that the system keeps for itself. It is entered only where it books rows after all.</summary>
    public static AuditEvent Progress()
    {
        var mark = new AuditEvent("progress");
        mark.Nothing();
        return mark;
    }

    /// <summary>The work wrote nothing, so nothing is entered. Rows that it wrote all the same are entered anyway.</summary>
    public void Nothing() => IsNothing = true;
}
