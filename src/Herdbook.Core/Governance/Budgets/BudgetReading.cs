using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>Reads budgets and where their windows stand, inside a transaction that somebody else holds.</summary>
internal static class BudgetReading
{
    public static async Task<List<Budget>> BudgetsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var budgets = new List<Budget>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            budgets.Add(Of(reader, 0));
        }

        return budgets;
    }

    /// <summary>The columns of <see cref="BudgetSql.Columns"/>, from the given place on.</summary>
    public static Budget Of(NpgsqlDataReader reader, int first) => new Budget
    {
        Id = reader.GetGuid(first),
        ScopeType = reader.GetString(first + 1),
        ScopeCode = reader.GetString(first + 2),
        Measure = reader.GetString(first + 3),
        WindowKind = reader.GetString(first + 4),
        LimitAmount = Plain(reader.GetDecimal(first + 5)),
        WarnShare = Plain(reader.GetDecimal(first + 6)),
        UnpricedUsdPerM = Plain(reader.GetDecimal(first + 7)),
        IsActive = reader.GetBoolean(first + 8),
        Note = reader.IsDBNull(first + 9) ? null : reader.GetString(first + 9),
        CreatedAt = reader.GetDateTime(first + 10),
    };

    /// <param name="run">The run that asks; null where nobody asks or it has no code yet.</param>
    public static async Task<List<BudgetFigure>> FiguresAsync(
        NpgsqlConnection connection, IReadOnlyList<(Budget Budget, BudgetWindow Window)> windows, DateTimeOffset now, string? run, CancellationToken ct)
    {
        var figures = new List<BudgetFigure>();
        if (windows.Count == 0)
        {
            return figures;
        }

        await using var command = new NpgsqlCommand(BudgetSql.Figures, connection);
        Add(command, windows);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(Text(run));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (budget, window) = windows[reader.GetInt32(0) - 1];
            figures.Add(new BudgetFigure(budget, window, Plain(reader.GetDecimal(1)), Plain(reader.GetDecimal(2)), Plain(reader.GetDecimal(3)), Plain(reader.GetDecimal(4)))
            {
                IsCounted = reader.GetBoolean(5),
            });
        }

        return figures;
    }

    /// <summary>The five arrays that name windows.</summary>
    public static void Add(NpgsqlCommand command, IReadOnlyList<(Budget Budget, BudgetWindow Window)> windows)
    {
        command.Parameters.Add(Array(windows.Select(w => w.Budget.Id), NpgsqlDbType.Uuid));
        command.Parameters.Add(Array(windows.Select(w => w.Window.Key), NpgsqlDbType.Text));
        command.Parameters.Add(Array(windows.Select(w => w.Window.Starts), NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Array(windows.Select(w => w.Window.Ends), NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Array(windows.Select(w => w.Window.Run), NpgsqlDbType.Text));
    }

    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Number(decimal? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric };

    /// <summary>Without the zeros that PostgreSQL writes after the point.</summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    private static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType type) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
