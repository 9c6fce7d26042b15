namespace Herdbook.Catalog;

/// <summary>The columns that a kind brings along. Their names are refused in files, so none is declared twice.</summary>
internal static class ImplicitColumns
{
    public const string Tenant = "tenant_id";
    public const string BookingId = "booking_id";
    public const string BookedAt = "booked_at";
    public const string BookedXid = "booked_xid";

    private static readonly ColumnDeclaration TenantColumn = new()
    {
        Name = Tenant,
        Type = "text",
        About = "The tenant that owns the row.",
        Required = true,
        Default = new("current_setting('herdbook.tenant')", IsSql: true),
        Implicit = true,
    };

    private static readonly ColumnDeclaration BookingIdColumn = new()
    {
        Name = BookingId,
        Type = "bigint",
        About = "The booking's number, given in the order of booking.",
        Required = true,
        Identity = true,
        Implicit = true,
    };

    private static readonly ColumnDeclaration BookedAtColumn = new()
    {
        Name = BookedAt,
        Type = "timestamp with time zone",
        About = "When the row was booked.",
        Required = true,
        Default = new("now()", IsSql: true),
        Implicit = true,
    };

    private static readonly ColumnDeclaration BookedXidColumn = new()
    {
        Name = BookedXid,
        Type = "xid8",
        About = "The transaction that booked the row: the extract's watermark.",
        Required = true,
        Default = new("pg_current_xact_id()", IsSql: true),
        Implicit = true,
    };

    private static ColumnDeclaration Time(string name, string about, bool required) => new()
    {
        Name = name,
        Type = "timestamp with time zone",
        About = about,
        Required = required,
        Default = required ? new("now()", IsSql: true) : null,
        Implicit = true,
    };

    private static readonly ColumnDeclaration CreatedAtColumn = Time("created_at", "When the row was made.", required: true);
    private static readonly ColumnDeclaration ModifiedAtColumn = Time("modified_at", "When the row last changed; kept by the database.", required: true);
    private static readonly ColumnDeclaration DeletedAtColumn = Time("deleted_at", "When the row was deleted; empty while it stands.", required: false);

    public static IEnumerable<ColumnDeclaration> Before(TableDeclaration table)
    {
        if (table.Isolated && table.Kind != TableKind.View)
        {
            yield return TenantColumn;
        }

        if (table.Kind == TableKind.Ledger && table.Key is [BookingId])
        {
            yield return BookingIdColumn;
        }
    }

    public static IEnumerable<ColumnDeclaration> After(TableDeclaration table)
    {
        if (table is { Kind: TableKind.Entity, Isolated: true })
        {
            if (!table.Declares("created_at"))
            {
                yield return CreatedAtColumn;
            }

            if (!table.Declares("modified_at") && !table.Declares("updated_at"))
            {
                yield return ModifiedAtColumn;
            }
        }

        if (table is { Kind: TableKind.Entity or TableKind.Junction, Isolated: true } && !table.Declares("deleted_at"))
        {
            yield return DeletedAtColumn;
        }

        if (table.Kind is TableKind.Ledger or TableKind.Version)
        {
            if (!table.Declares(BookedAt))
            {
                yield return BookedAtColumn;
            }

            yield return BookedXidColumn;
        }
    }

    /// <summary>Whether a file of this kind may not declare the name itself.</summary>
    public static bool Reserves(string name, TableKind kind, bool isolated) => name switch
    {
        Tenant => isolated,
        BookingId or BookedAt => kind == TableKind.Ledger,
        BookedXid => kind is TableKind.Ledger or TableKind.Version,
        _ => false,
    };
}
