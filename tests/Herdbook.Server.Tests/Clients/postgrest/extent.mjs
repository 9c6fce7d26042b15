// Order, extent, forms.
import { PostgrestClient } from "@supabase/postgrest-js";
import assert from "node:assert/strict";
import { address, asset, place, rows, check, codes, good, headers, refused } from "./harness.mjs";

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
  const custom = new PostgrestClient(address, { schema: "custom", headers });
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
