using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Herdbook.Core.Governance.Audit;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Governance;

public sealed class AuditEncodingTests
{
    private static readonly AuditEntry Entry = new(
        "default", Guid.Parse("01990000-0000-7000-8000-000000000001"), "rows.update", "herd.ticket_def", "DBC-87", """{"from": "todo", "to": "done"}""",
        "ada@example.org", "user", new DateTime(2026, 1, 31, 12, 0, 0, 123, 456, DateTimeKind.Utc), 2, new string('a', 64), "k0");

    /// <summary>The vector of docs/audit.md, computed there step by step.</summary>
    [Fact]
    public void The_encoding_is_the_documented_one()
    {
        var bytes = Encode(Entry);

        Assert.Equal("herdbook audit 1\n\0\0\0\adefault\0\0\0$01990000-0000-7000-8000-000000000001", System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, 17 + 11 + 40)));
        Assert.Equal(1769860800123456, AuditEncoding.Microseconds(Entry.CreatedAt));
        Assert.Equal(272, bytes.Length);
        Assert.Equal("e1962acda94130cba13506972d29764a755ce4525af5f768147a8ee377a822a6", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public void Nothing_and_an_empty_text_differ_and_so_does_where_a_text_ends()
    {
        AuditEntry[] entries =
        [
            Entry, Entry with { SubjectId = null }, Entry with { SubjectId = "" }, Entry with { SubjectType = null, SubjectId = "herd.ticket_defDBC-87" },
            Entry with { SubjectType = "herd.ticket_defD", SubjectId = "BC-87" }, Entry with { RowCount = null }, Entry with { RowCount = 0 }, Entry with { ActorId = null },
            Entry with { CreatedAt = Entry.CreatedAt.AddMicroseconds(1) }, Entry with { KeyId = null }, Entry with { RowsDigest = null }, Entry with { Tenant = "acme" },
            Entry with { EventData = """{"from": "todo", "to": "done "}""" }, Entry with { ActorType = "agent" }, Entry with { EventType = "rows.insert" }, Entry with { Id = Guid.Empty },
        ];

        Assert.Equal(entries.Length, entries.Select(entry => Convert.ToHexString(Encode(entry))).Distinct().Count());
    }

    [Fact]
    public async Task What_is_signed_is_the_text_that_the_database_gives_back()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateEmptyAsync(ct);
        await using var connection = await database.Database.App.OpenConnectionAsync(ct);
        await using var echo = new NpgsqlCommand("select ($1::jsonb)::text", connection);
        echo.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "" });
        foreach (var value in Json(4).Sample(200, 400).Append(JsonValue.Create("\0\ud800\u001f\"\\/\u007fé😀")))
        {
            var text = JsonbText.Of(value);
            ((NpgsqlParameter<string>)echo.Parameters[0]).TypedValue = text;
            Assert.Equal(await echo.ExecuteScalarAsync(ct), text);
        }
    }

    [Fact]
    public void A_binary_fraction_is_refused() => Assert.Throws<ArgumentException>(() => JsonbText.Of(JsonValue.Create(1e300)));

    private static byte[] Encode(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        AuditEncoding.Write(entry, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static Gen<JsonNode?> Json(int depth)
    {
        var text = ArbMap.Default.GeneratorFor<string?>();
        List<Gen<JsonNode?>> kinds =
        [
            Gen.Constant<JsonNode?>(null),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<long>().Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<decimal>().Select(value => (JsonNode?)JsonValue.Create(value)),
            text.Select(value => (JsonNode?)JsonValue.Create(value ?? "")),
        ];
        if (depth > 0)
        {
            var inner = Json(depth - 1);
            kinds.Add(inner.ArrayOf(3).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])));
            kinds.Add(inner.ArrayOf(3).SelectMany(items => text.ArrayOf(3).Select(names => (JsonNode?)new JsonObject(
                names.Select(name => (name ?? "").Replace('\0', '0')).Distinct().Zip(items, (name, item) => KeyValuePair.Create(name, item?.DeepClone()))))));
        }

        return Gen.OneOf(kinds);
    }
}
