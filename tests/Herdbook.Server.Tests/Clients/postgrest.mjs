// Uses the row API as a program does that knows nothing of Herdbook: through @supabase/postgrest-js, unchanged.
// Argument: the address of /v1/rows, where custom.place and custom.asset stand empty. The last line is a summary.
import { PostgrestClient } from "@supabase/postgrest-js";
import assert from "node:assert/strict";

const address = process.argv[2];
const rows = new PostgrestClient(address);
const asset = () => rows.from("custom.asset");
const place = () => rows.from("custom.place");
const checks = [];
const check = (name, run) => checks.push([name, run]);

/** The data of an answer that must be good. */
const good = async query => {
  const answer = await query;
  assert.equal(answer.error, null, JSON.stringify(answer.error));
  return answer.data;
};

/** The refusal of an answer that must be one; it says what to do. */
const refused = async (query, status, code) => {
  const { error, data, status: given } = await query;
  assert.notEqual(error, null, `not refused: ${JSON.stringify(data)}`);
  assert.equal(given, status, JSON.stringify(error));
  assert.equal(error.code, code, JSON.stringify(error));
  assert.ok(error.message.length > 0, "no message");
  return error;
};

const codes = async query => (await good(query)).map(row => row.asset_code).join(" ");
/** The codes that a filter leaves, in order. */
const finds = (name, filter, expected) => check(name, async () => assert.equal(await codes(filter(asset().select("asset_code")).order("asset_code")), expected));

// Filling: insert.
check("insert one", async () => {
  const { error, data, status } = await place().insert({ place_code: "p-1", title: "Barn" });
  assert.deepEqual([error, data, status], [null, null, 201]);
});
check("insert many", async () => {
  const { error, status } = await place().insert([{ place_code: "p-2", title: "Field" }, { place_code: "p-3", title: "Empty" }]);
  assert.deepEqual([error, status], [null, 201]);
});
check("insert and select", async () => {
  const made = await good(asset().insert({
    asset_code: "a-1", title: "Cart, large (old)", serial_no: 1001, size: 12.5, pieces: 3, tags: ["wood", "wheel"], facts: { colour: "red", deep: { n: 1, list: [1, 2] } },
    bought: "2026-01-31", seen_at: "2026-02-01T10:00:00Z", active: true, mark: "5a1f3c60-8d2e-4b7a-9c41-2f6d0e7b8a93", place_code: "p-1",
  }).select().single());
  assert.equal(made.asset_code, "a-1");
  assert.equal(made.state, "new");
  assert.equal(made.size, 12.5);
  assert.deepEqual(made.tags, ["wood", "wheel"]);
  assert.deepEqual(made.facts, { colour: "red", deep: { n: 1, list: [1, 2] } });
  assert.equal(new Date(made.seen_at).toISOString(), "2026-02-01T10:00:00.000Z");
  assert.ok(made.created_at);
});
check("insert rows of different columns, the missing null", async () => {
  const made = await good(asset().insert([
    { asset_code: "a-2", title: "Wheel \"front\"", serial_no: 1002, size: 2, pieces: 4, tags: ["wheel"], facts: { colour: "black", deep: { n: 2 } }, bought: "2026-02-10", active: false, place_code: "p-1", parent_code: "a-1", state: "used" },
    { asset_code: "a-3", title: "Axle", serial_no: 1003, pieces: 0, tags: [], place_code: "p-2", parent_code: "a-1", state: "used" },
  ]).select("asset_code, size, facts, active"));
  assert.deepEqual(made, [{ asset_code: "a-2", size: 2, facts: { colour: "black", deep: { n: 2 } }, active: false }, { asset_code: "a-3", size: null, facts: null, active: null }]);
});
check("insert rows of different columns, the missing by default", async () => {
  const made = await good(asset().insert([{ asset_code: "a-4", title: "Ünïcødé \\ back,slash 🐑", pieces: 7 }, { asset_code: "a-5", state: "gone", size: 0.001 }], { defaultToNull: false, count: "exact" }).select("asset_code, state, pieces"));
  assert.deepEqual(made, [{ asset_code: "a-4", state: "new", pieces: 7 }, { asset_code: "a-5", state: "gone", pieces: null }]);
});

// Filters: every method.
finds("eq", q => q.eq("asset_code", "a-2"), "a-2");
finds("eq of a text with the grammar's own characters", q => q.eq("title", "Cart, large (old)"), "a-1");
finds("eq of a text with quotes", q => q.eq("title", "Wheel \"front\""), "a-2");
finds("eq of a text beyond ASCII", q => q.eq("title", "Ünïcødé \\ back,slash 🐑"), "a-4");
finds("eq of a uuid", q => q.eq("mark", "5a1f3c60-8d2e-4b7a-9c41-2f6d0e7b8a93"), "a-1");
finds("neq", q => q.neq("state", "new"), "a-2 a-3 a-5");
finds("gt", q => q.gt("pieces", 3), "a-2 a-4");
finds("gte", q => q.gte("pieces", 3), "a-1 a-2 a-4");
finds("lt", q => q.lt("size", 2), "a-5");
finds("lte", q => q.lte("bought", "2026-01-31"), "a-1");
finds("a moment", q => q.gte("seen_at", "2026-02-01T12:00:00+02:00").lt("seen_at", "2026-02-01T10:00:01Z"), "a-1");
finds("like", q => q.like("title", "%heel%"), "a-2");
finds("like with a star", q => q.like("title", "Ax*"), "a-3");
finds("likeAllOf", q => q.likeAllOf("title", ["%a%", "C%"]), "a-1");
finds("likeAnyOf", q => q.likeAnyOf("title", ["Ax%", "Cart%"]), "a-1 a-3");
finds("ilike", q => q.ilike("title", "%WHEEL%"), "a-2");
finds("ilikeAllOf", q => q.ilikeAllOf("title", ["%A%", "c%"]), "a-1");
finds("ilikeAnyOf", q => q.ilikeAnyOf("title", ["aX%", "cART%"]), "a-1 a-3");
finds("regexMatch", q => q.regexMatch("title", "^[AW]"), "a-2 a-3");
finds("regexIMatch", q => q.regexIMatch("title", "^[aw]"), "a-2 a-3");
finds("is null", q => q.is("active", null), "a-3 a-4 a-5");
finds("is true", q => q.is("active", true), "a-1");
finds("is false", q => q.is("active", false), "a-2");
finds("isDistinct", q => q.isDistinct("active", true), "a-2 a-3 a-4 a-5");
finds("in", q => q.in("asset_code", ["a-1", "a-3", "a-9"]), "a-1 a-3");
finds("in of texts with the grammar's own characters", q => q.in("title", ["Cart, large (old)", "Axle"]), "a-1 a-3");
finds("in of numbers", q => q.in("pieces", [0, 3]), "a-1 a-3");
finds("in of nothing", q => q.in("asset_code", []), "");
finds("notIn", q => q.notIn("pieces", [0, 3]), "a-2 a-4");
finds("contains, an array", q => q.contains("tags", ["wheel"]), "a-1 a-2");
finds("contains, JSON", q => q.contains("facts", { deep: { n: 2 } }), "a-2");
finds("contains, a text", q => q.contains("tags", "{wood}"), "a-1");
finds("containedBy, an array", q => q.containedBy("tags", ["wheel", "iron"]), "a-2 a-3");
finds("containedBy, JSON", q => q.containedBy("facts", { colour: "black", deep: { n: 2 }, more: 1 }), "a-2");
finds("overlaps", q => q.overlaps("tags", ["wood", "iron"]), "a-1");
finds("textSearch", q => q.textSearch("title", "wheel | cart"), "a-1 a-2");
finds("textSearch, with a configuration", q => q.textSearch("title", "wheels", { config: "english" }), "a-2");
finds("textSearch, plain", q => q.textSearch("title", "large cart", { type: "plain" }), "a-1");
finds("textSearch, phrase", q => q.textSearch("title", "cart large", { type: "phrase" }), "a-1");
finds("textSearch, as on the web", q => q.textSearch("title", "wheel or axle", { type: "websearch" }), "a-2 a-3");
finds("match", q => q.match({ state: "used", pieces: 4 }), "a-2");
finds("not", q => q.not("pieces", "gt", 3), "a-1 a-3");
finds("not is", q => q.not("bought", "is", null), "a-1 a-2");
finds("not in", q => q.not("asset_code", "in", "(a-1,a-2)"), "a-3 a-4 a-5");
finds("not contains", q => q.not("tags", "cs", "{wood}"), "a-2 a-3");
finds("or", q => q.or("pieces.eq.0,size.gt.10"), "a-1 a-3");
finds("or with and within", q => q.or("pieces.eq.0,and(active.is.false,tags.cs.{wheel})"), "a-2 a-3");
finds("or with not", q => q.or("not.and(pieces.gt.0,pieces.lt.9),size.is.null"), "a-3 a-4");
finds("or with a quoted value", q => q.or('title.eq."Cart, large (old)",title.eq."Wheel \\"front\\""'), "a-1 a-2");
finds("or with a list", q => q.or('asset_code.in.(a-1,"a-2"),pieces.eq.7'), "a-1 a-2 a-4");
finds("two or", q => q.or("pieces.eq.3,pieces.eq.4").or("active.is.true,size.eq.9"), "a-1");
finds("filter", q => q.filter("pieces", "in", "(3,4)"), "a-1 a-2");
finds("two filters of one column", q => q.gt("pieces", 0).lt("pieces", 5), "a-1 a-2");
finds("into JSON, as text", q => q.eq("facts->>colour", "red"), "a-1");
finds("into JSON, as a number", q => q.gt("facts->deep->n", 1), "a-2");
finds("into JSON, by a place", q => q.eq("facts->deep->list->>0", "1"), "a-1");
check("ranges: no column is one, and the refusal says so", async () => {
  for (const method of ["rangeGt", "rangeGte", "rangeLt", "rangeLte", "rangeAdjacent"]) {
    const error = await refused(asset().select()[method]("pieces", "[2,25)"), 400, "operator_type");
    assert.match(error.hint, /gt/);
  }
});

// Select: columns, names, casts, JSON, related tables.
check("aliases and casts", async () => {
  assert.deepEqual(await good(asset().select("code:asset_code, size::text, n:pieces::text").eq("asset_code", "a-1")), [{ code: "a-1", size: "12.500", n: "3" }]);
});
check("into JSON", async () => {
  assert.deepEqual(await good(asset().select("facts->>colour, n:facts->deep->n, list:facts->deep->list").eq("asset_code", "a-1")), [{ colour: "red", n: 1, list: [1, 2] }]);
});
check("embed the one that is referred to", async () => {
  assert.deepEqual(await good(asset().select("asset_code, place(title)").in("asset_code", ["a-1", "a-4"]).order("asset_code")),
    [{ asset_code: "a-1", place: { title: "Barn" } }, { asset_code: "a-4", place: null }]);
});
check("embed the ones that refer", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").order("place_code").order("asset_code", { referencedTable: "asset" })), [
    { place_code: "p-1", asset: [{ asset_code: "a-1" }, { asset_code: "a-2" }] },
    { place_code: "p-2", asset: [{ asset_code: "a-3" }] },
    { place_code: "p-3", asset: [] },
  ]);
});
check("embed within an embed, with names of one's own", async () => {
  const found = await good(place().select("title, things:asset(asset_code, home:place(title), facts->>colour)").eq("place_code", "p-1").order("asset_code", { referencedTable: "things" }));
  assert.deepEqual(found, [{ title: "Barn", things: [{ asset_code: "a-1", home: { title: "Barn" }, colour: "red" }, { asset_code: "a-2", home: { title: "Barn" }, colour: "black" }] }]);
});
check("embed a table in itself, upwards and downwards", async () => {
  const found = await good(asset().select("asset_code, parent:parent_code(asset_code), parts:asset!parent_code(asset_code)").in("asset_code", ["a-1", "a-2"]).order("asset_code").order("asset_code", { referencedTable: "parts" }));
  assert.deepEqual(found, [
    { asset_code: "a-1", parent: null, parts: [{ asset_code: "a-2" }, { asset_code: "a-3" }] },
    { asset_code: "a-2", parent: { asset_code: "a-1" }, parts: [] },
  ]);
});
check("!inner with a filter on the embedded table", async () => {
  assert.deepEqual(await good(asset().select("asset_code, place!inner(title)").eq("place.title", "Barn").order("asset_code")),
    [{ asset_code: "a-1", place: { title: "Barn" } }, { asset_code: "a-2", place: { title: "Barn" } }]);
  assert.deepEqual(await good(place().select("place_code, asset!inner(asset_code)").eq("asset.pieces", 0)), [{ place_code: "p-2", asset: [{ asset_code: "a-3" }] }]);
});
check("a filter on the embedded table without !inner leaves the rows", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").eq("asset.pieces", 0).order("place_code")),
    [{ place_code: "p-1", asset: [] }, { place_code: "p-2", asset: [{ asset_code: "a-3" }] }, { place_code: "p-3", asset: [] }]);
});
check("rows without the embedded", async () => {
  assert.deepEqual(await good(place().select("place_code, asset()").is("asset", null)), [{ place_code: "p-3" }]);
});
check("limit, order and or on the embedded table", async () => {
  const found = await good(place().select("place_code, asset(asset_code)").eq("place_code", "p-1").order("asset_code", { referencedTable: "asset", ascending: false }).limit(1, { referencedTable: "asset" }));
  assert.deepEqual(found, [{ place_code: "p-1", asset: [{ asset_code: "a-2" }] }]);
  assert.deepEqual(await good(place().select("place_code, asset(asset_code)").eq("place_code", "p-1").or("pieces.eq.3,pieces.eq.99", { referencedTable: "asset" })), [{ place_code: "p-1", asset: [{ asset_code: "a-1" }] }]);
  assert.deepEqual(await good(place().select("asset(asset_code)").eq("place_code", "p-1").order("asset_code", { referencedTable: "asset" }).range(1, 1, { referencedTable: "asset" })), [{ asset: [{ asset_code: "a-2" }] }]);
});
check("order by a column of the embedded", async () => {
  assert.equal(await codes(asset().select("asset_code, place(title)").not("place_code", "is", null).order("place(title)", { ascending: false }).order("asset_code")), "a-3 a-1 a-2");
});
check("spread", async () => {
  assert.deepEqual(await good(asset().select("asset_code, ...place(where:title)").eq("asset_code", "a-1")), [{ asset_code: "a-1", where: "Barn" }]);
});
check("many to many through a junction", async () => {
  await good(rows.from("herd.skill_def").insert([{ skill_code: "js-read" }, { skill_code: "js-write" }]));
  await good(rows.from("herd.skillset_def").insert({ skillset_code: "js-set" }));
  await good(rows.from("herd.skill_skillset").insert([{ skill_code: "js-read", skillset_code: "js-set", skill_order: 1 }, { skill_code: "js-write", skillset_code: "js-set", skill_order: 2 }]));
  const found = await good(rows.from("herd.skillset_def").select("skillset_code, skill_def(skill_code)").eq("skillset_code", "js-set").order("skill_code", { referencedTable: "skill_def" }));
  assert.deepEqual(found, [{ skillset_code: "js-set", skill_def: [{ skill_code: "js-read" }, { skill_code: "js-write" }] }]);
});
check("aggregates, by the other columns", async () => {
  assert.deepEqual(await good(asset().select("state, n:count(), pieces.sum(), most:pieces.max()").order("state")),
    [{ state: "gone", n: 1, sum: null, most: null }, { state: "new", n: 2, sum: 10, most: 7 }, { state: "used", n: 2, sum: 4, most: 4 }]);
});
check("count of the embedded", async () => {
  assert.deepEqual(await good(place().select("place_code, asset(count)").order("place_code").limit(1).then(answer => answer.error ? place().select("place_code, asset(count())").order("place_code").limit(1) : answer)),
    [{ place_code: "p-1", asset: [{ count: 2 }] }]);
});

// Order, extent, forms.
check("order with nulls first and last", async () => {
  const by = options => codes(asset().select("asset_code").order("size", options).order("asset_code"));
  assert.equal(await by({ nullsFirst: true }), "a-3 a-4 a-5 a-2 a-1");
  assert.equal(await by({ nullsFirst: false }), "a-5 a-2 a-1 a-3 a-4");
  assert.equal(await by({ ascending: false, nullsFirst: false }), "a-1 a-2 a-5 a-3 a-4");
  assert.equal(await by({ ascending: false }), "a-3 a-4 a-1 a-2 a-5");
  assert.equal(await codes(asset().select("asset_code").order("facts->>colour", { nullsFirst: false }).order("asset_code").limit(2)), "a-2 a-1");
});
check("limit and range", async () => {
  assert.equal(await codes(asset().select("asset_code").order("asset_code").limit(2)), "a-1 a-2");
  const { data, status, count } = await asset().select("asset_code", { count: "exact" }).order("asset_code").range(1, 3);
  assert.deepEqual([data.map(row => row.asset_code).join(" "), status, count], ["a-2 a-3 a-4", 206, 5]);
});
check("a range beyond the end", async () => {
  const { data, error, status, count } = await asset().select("asset_code", { count: "exact" }).order("asset_code").range(10, 12);
  assert.ok(status === 416 ? error.code.length > 0 : data.length === 0 && count === 5, JSON.stringify([data, error, status, count]));
});
check("single", async () => {
  assert.deepEqual(await good(asset().select("asset_code").eq("asset_code", "a-1").single()), { asset_code: "a-1" });
  await refused(asset().select().eq("asset_code", "nobody").single(), 406, "not_one_row");
  await refused(asset().select().single(), 406, "not_one_row");
});
check("maybeSingle", async () => {
  assert.deepEqual(await good(asset().select("asset_code").eq("asset_code", "a-1").maybeSingle()), { asset_code: "a-1" });
  assert.equal(await good(asset().select().eq("asset_code", "nobody").maybeSingle()), null);
  assert.equal((await asset().select().maybeSingle()).error.code, "PGRST116");
});
check("csv", async () => {
  assert.equal((await good(asset().select("asset_code, pieces, title").in("asset_code", ["a-1", "a-2", "a-5"]).order("asset_code").csv())).trimEnd().replaceAll("\r\n", "\n"),
    'asset_code,pieces,title\na-1,3,"Cart, large (old)"\na-2,4,"Wheel ""front"""\na-5,,');
});
check("counts, exact, planned and estimated", async () => {
  assert.equal((await asset().select("*", { count: "exact", head: true })).count, 5);
  assert.equal((await asset().select("*", { count: "exact", head: true }).gt("pieces", 3)).count, 2);
  for (const count of ["planned", "estimated"]) {
    const answer = await asset().select("asset_code", { count });
    assert.equal(answer.error, null);
    assert.ok(Number.isInteger(answer.count) && answer.count >= 0, `${count}: ${answer.count}`);
  }
  assert.deepEqual((await asset().select("*", { count: "exact", head: true })).data, null);
});
check("stripNulls", async () => {
  assert.deepEqual(await good(asset().select("asset_code, size, facts").eq("asset_code", "a-3").stripNulls()), [{ asset_code: "a-3" }]);
});
check("a schema of the client", async () => {
  const custom = new PostgrestClient(address, { schema: "custom" });
  assert.equal(await codes(custom.from("asset").select("asset_code").eq("asset_code", "a-1")), "a-1");
  await good(custom.from("place").insert({ place_code: "p-9" }));
  await good(rows.schema("custom").from("place").delete().eq("place_code", "p-9"));
});
check("a long answer comes whole", async () => {
  const many = Array.from({ length: 900 }, (_, n) => ({ place_code: `many-${n}`, title: "x".repeat(500) }));
  await good(place().insert(many));
  assert.equal((await good(place().select("place_code, title").like("place_code", "many-%"))).length, 900);
  const { count } = await place().delete({ count: "exact" }).like("place_code", "many-%");
  assert.equal(count, 900);
  assert.equal((await good(place().select().like("place_code", "many-%"))).length, 0);
});

// Upsert, update, delete.
check("upsert makes and changes", async () => {
  const made = await good(asset().upsert([{ asset_code: "a-5", state: "found", pieces: 1 }, { asset_code: "a-6", state: "found", pieces: 2 }]).select("asset_code, state, pieces, size"));
  assert.deepEqual(made.toSorted((x, y) => x.asset_code < y.asset_code ? -1 : 1), [{ asset_code: "a-5", state: "found", pieces: 1, size: 0.001 }, { asset_code: "a-6", state: "found", pieces: 2, size: null }]);
});
check("upsert on another unique column", async () => {
  const [changed] = await good(asset().upsert({ asset_code: "a-1x", serial_no: 1003, pieces: 5 }, { onConflict: "serial_no" }).select("serial_no, pieces"));
  assert.deepEqual(changed, { serial_no: 1003, pieces: 5 });
  assert.equal((await good(asset().select("asset_code").eq("serial_no", 1003))).length, 1);
  await good(asset().upsert({ asset_code: "a-3", serial_no: 1003, pieces: 0 }, { onConflict: "serial_no" }));
  assert.equal(await codes(asset().select("asset_code").eq("serial_no", 1003)), "a-3");
});
check("upsert that leaves what is there", async () => {
  const made = await good(asset().upsert([{ asset_code: "a-1", title: "Changed" }, { asset_code: "a-7", title: "New" }], { ignoreDuplicates: true }).select("asset_code"));
  assert.deepEqual(made, [{ asset_code: "a-7" }]);
  assert.equal((await good(asset().select("title").eq("asset_code", "a-1").single())).title, "Cart, large (old)");
});
check("update under a filter", async () => {
  const { data, error, status, count } = await asset().update({ state: "lost", size: 3.25 }, { count: "exact" }).in("asset_code", ["a-6", "a-7"]).select("asset_code, state, size").order("asset_code");
  assert.deepEqual([error, data, status, count], [null, [{ asset_code: "a-6", state: "lost", size: 3.25 }, { asset_code: "a-7", state: "lost", size: 3.25 }], 200, 2]);
  const quiet = await asset().update({ state: "kept" }).eq("asset_code", "a-7");
  assert.deepEqual([quiet.data, quiet.status], [null, 204]);
  assert.deepEqual(await good(asset().update({ state: "x" }).eq("asset_code", "nobody").select()), []);
});
check("update sets null, JSON and arrays", async () => {
  const [row] = await good(asset().update({ size: null, facts: { a: [1, { b: null }] }, tags: ["x", "y,z", "\"q\""] }).eq("asset_code", "a-7").select("size, facts, tags"));
  assert.deepEqual(row, { size: null, facts: { a: [1, { b: null }] }, tags: ["x", "y,z", "\"q\""] });
});
check("delete under a filter", async () => {
  assert.deepEqual(await good(asset().delete().eq("asset_code", "a-7").select("asset_code")), [{ asset_code: "a-7" }]);
  assert.equal(await good(asset().select().eq("asset_code", "a-7").maybeSingle()), null);
  const { status, count } = await asset().delete({ count: "exact" }).eq("asset_code", "a-6");
  assert.deepEqual([status, count], [204, 1]);
});
check("a change of all rows needs a bound", async () => {
  await refused(asset().update({ state: "gone" }), 400, "filter_missing");
  await refused(asset().delete(), 400, "filter_missing");
  assert.equal((await asset().select("*", { count: "exact", head: true })).count, 5);
});
check("maxAffected", async () => {
  const error = await refused(asset().update({ state: "gone" }).gte("asset_code", "a").maxAffected(2), 400, "max_affected");
  assert.ok(error.details || error.hint);
  assert.equal((await asset().select("*", { count: "exact", head: true }).eq("state", "gone")).count, 0);
  await good(asset().update({ state: "used" }).eq("asset_code", "a-2").maxAffected(1));
});
check("rollback", async () => {
  assert.deepEqual(await good(asset().insert({ asset_code: "a-8" }).select("asset_code").rollback()), [{ asset_code: "a-8" }]);
  assert.equal(await good(asset().select().eq("asset_code", "a-8").maybeSingle()), null);
  await good(asset().delete().eq("asset_code", "a-1").rollback());
  assert.notEqual(await good(asset().select().eq("asset_code", "a-1").maybeSingle()), null);
});

// Refusals.
check("an unknown column is named with the nearest", async () => {
  const error = await refused(asset().select("asset_cod"), 400, "column_unknown");
  assert.match(error.hint, /asset_code/);
  await refused(asset().select().eq("nothing", 1), 400, "column_unknown");
  await refused(asset().select().order("nothing"), 400, "column_unknown");
  await refused(asset().insert({ asset_code: "x", nothing: 1 }), 400, "column_unknown");
  await refused(asset().update({ nothing: 1 }).eq("asset_code", "a-1"), 400, "column_unknown");
});
check("an unknown table, relation and operator", async () => {
  await refused(rows.from("custom.nothing").select(), 404, "table_unknown");
  await refused(asset().select("*, sprint_def(*)"), 400, "relation_unknown");
  await refused(asset().select().filter("pieces", "quals", 1), 400, "operator_unknown");
});
check("a value that is none of the type", async () => {
  await refused(asset().select().eq("pieces", "three"), 400, "value_invalid");
  await refused(asset().select().eq("mark", "no-uuid"), 400, "value_invalid");
  await refused(asset().insert({ asset_code: "x", pieces: "three" }), 400, "value_invalid");
});
check("rules that rows break", async () => {
  const broken = async (row, status, code, column) => {
    const error = await refused(asset().insert(row), status, code);
    assert.equal(error.column, column, JSON.stringify(error));
    assert.ok(error.hint, JSON.stringify(error));
  };
  await broken({ asset_code: "x", pieces: -1 }, 400, "value_refused", "pieces");
  await broken({ asset_code: "x", state: "flying" }, 400, "value_refused", "state");
  await broken({ title: "no key" }, 400, "value_missing", "asset_code");
  await broken({ asset_code: "a-1" }, 409, "row_exists", "asset_code");
  await broken({ asset_code: "x", place_code: "p-none" }, 409, "reference_missing", "place_code");
});
check("one bad row of many keeps all out", async () => {
  await refused(place().insert([{ place_code: "p-10" }, { place_code: "p-11" }, { place_code: "p-1" }]), 409, "row_exists");
  assert.equal((await good(place().select().in("place_code", ["p-10", "p-11"]))).length, 0);
});
check("throwOnError", async () => {
  await assert.rejects(async () => await asset().select("nothing").throwOnError(), error => error.name === "PostgrestError" && error.code === "column_unknown");
});
check("what is not offered is refused clearly", async () => {
  for (const query of [rows.rpc("anything", { a: 1 }), asset().select().explain(), asset().select().geojson()]) {
    const { error, status } = await query;
    assert.ok(error && status >= 400 && status < 500, `${status} ${JSON.stringify(error)}`);
    assert.ok(error.code, JSON.stringify(error));
  }
});

const faults = [];
for (const [name, run] of checks) {
  try {
    await run();
  } catch (fault) {
    faults.push(`${name}: ${fault.message}`);
  }
}
console.log(JSON.stringify({ checks: checks.length, faults }));
