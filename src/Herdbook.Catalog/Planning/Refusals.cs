using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>What stops a plan before its first step.</summary>
internal static class Refusals
{
    private const string Mark = "savepoint herdbook_probe";
    private const string Undo = "rollback to savepoint herdbook_probe";

    /// <exception cref="PlanRefusedException">Listing every destructive step whose table is not allowed.</exception>
    public static void OfDestruction(IReadOnlyList<PlannedStep> steps, ApplyOptions options)
    {
        var refused = steps.Select(step => step.Step).Where(step => step.Destructive && !options.AllowDestructive.Contains(step.Table)).ToList();
        if (refused.Count > 0)
        {
            var lines = refused.Select(step => $"  {step.Table}: {step.What}");
            throw new PlanRefusedException(
                $"The plan would destroy, so nothing was changed:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}{Environment.NewLine}"
                + $"Allow it by naming each table: {string.Join(", ", refused.Select(step => step.Table).Distinct())}.",
                refused);
        }
    }

    /// <summary>
    /// Asks PostgreSQL itself, since forced row-level security hides the rows from the owner: a constraint that no row, or no NULL, meets is
    /// tried and rolled back.
    /// </summary>
    public static async Task OfRowsAsync(NpgsqlConnection connection, IReadOnlyList<PlannedStep> steps, CancellationToken ct)
    {
        var refused = new List<PlanStep>();
        var lines = new List<string>();
        foreach (var (step, demand) in steps.Where(step => step.Demand is not null).Select(step => (step.Step, step.Demand!)))
        {
            var rule = demand.Column is { } column ? $"{Quote.Name(column)} is not null" : "false";
            await Run.SqlAsync(connection, Mark, ct);
            try
            {
                await Run.SqlAsync(connection, $"alter table {demand.Target} add constraint herdbook_probe check ({rule})", ct);
            }
            catch (PostgresException rows) when (rows.SqlState == PostgresErrorCodes.CheckViolation)
            {
                refused.Add(step);
                lines.Add(demand.Sealed
                    ? $"  {demand.Table}: column {demand.NewColumn} would change what rows say that the audit log has sealed, and every one of them would be told as changed. Declare a new column beside it, and write that from now on."
                    : demand.Column is null
                    ? $"  {demand.Table}: column {demand.NewColumn} is required and has no default, and the table has rows. Give it a default, or leave out 'required'."
                    : $"  {demand.Table}: column {demand.NewColumn} is to be required, and some rows hold none. Fill them first, or leave out 'required'.");
            }

            await Run.SqlAsync(connection, Undo, ct);
        }

        if (refused.Count > 0)
        {
            throw new PlanRefusedException($"Rows stand in the way, so nothing was changed:{Environment.NewLine}{string.Join(Environment.NewLine, lines)}", refused);
        }
    }
}
