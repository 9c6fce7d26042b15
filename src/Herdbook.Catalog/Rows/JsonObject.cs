namespace Herdbook.Catalog.Rows;

/// <summary>An object with members in order, as SQL.</summary>
internal static class JsonObject
{
    /// <summary>A function takes a hundred arguments, which is fifty names with their values.</summary>
    private const int MembersPerCall = 50;

    public static void Write<T>(SqlText sql, IReadOnlyList<T> members, Action<T> name, Action<T> value)
    {
        var calls = members.Chunk(MembersPerCall).ToList();
        if (calls.Count <= 1)
        {
            Call(sql, calls.Count == 0 ? [] : calls[0], name, value);
            return;
        }

        // The members of several calls are put together as text: that keeps their order, and jsonb would not.
        for (var call = 0; call < calls.Count; call++)
        {
            var last = call == calls.Count - 1;
            sql.Add(call == 0 ? "('{' ||" : " || ', ' || ").Add(last ? "substr(" : "substr(left(");
            Call(sql, calls[call], name, value);
            sql.Add(last ? "::text, 2)" : "::text, -1), 2)");
        }

        sql.Add(")::json");
    }

    private static void Call<T>(SqlText sql, IReadOnlyList<T> members, Action<T> name, Action<T> value)
    {
        sql.Add("json_build_object(");
        for (var i = 0; i < members.Count; i++)
        {
            sql.Add(i == 0 ? "" : ", ");
            name(members[i]);
            sql.Add(", ");
            value(members[i]);
        }

        sql.Add(")");
    }
}
